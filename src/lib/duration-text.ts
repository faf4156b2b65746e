/** Seconds as people say them: `12 min 40 s`, `1 h 5 min`, `0.8 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0) return `−${formatSeconds(-seconds)}`;
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
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

/** As a clock beside a timeline: `12:40`, `1:05:00`, `−1:30`. */
export function formatClock(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const whole = Math.round(Math.abs(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(whole % 60).padStart(2, '0')}`;
  return `${sign}${hours > 0 ? `${hours}:` : ''}${tail}`;
}

/** A count with thousands set apart by a thin space, the same in every locale. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}
