/** Seconds as people say them: `12 min 40 s`, `1 h 5 min`, `0.8 s`, `30 d`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0) return `−${formatSeconds(-seconds)}`;
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole >= 2 * DAY) return [`${Math.floor(whole / DAY)} d`, restOfDay(whole)].filter(Boolean).join(' ');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts = [
    hours && `${hours} h`,
    minutes && `${minutes} min`,
    (rest || whole === 0) && hours === 0 && `${rest} s`,
  ];
  return parts.filter(Boolean).join(' ');
}

const DAY = 86_400;

function restOfDay(whole: number): string {
  const hours = Math.floor((whole % DAY) / 3600);
  return hours === 0 ? '' : `${hours} h`;
}

/** As a clock beside a timeline: `12:40`, `1:05:00`, `−1:30`, `3 d 1:05:00`. */
export function formatClock(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const all = Math.round(Math.abs(seconds));
  const days = all >= 2 * DAY ? Math.floor(all / DAY) : 0;
  const whole = all - days * DAY;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const hasHours = hours > 0 || days > 0;
  const tail = `${String(minutes).padStart(hasHours ? 2 : 1, '0')}:${String(whole % 60).padStart(2, '0')}`;
  const date = days > 0 ? `${days} d ` : '';
  return `${sign}${date}${hasHours ? `${hours}:` : ''}${tail}`;
}

/** A count with thousands set apart by a thin space, the same in every locale. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}
