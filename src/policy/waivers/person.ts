/** True where two names, or their addresses, are the same but for case and blanks. */
export function isSamePerson(one: string, other: string): boolean {
  const [first, second] = [personOf(one), personOf(other)];
  const isSame = (key: 'name' | 'address') => first[key] !== '' && first[key] === second[key];
  return isSame('name') || isSame('address');
}

function personOf(text: string): { readonly name: string; readonly address: string } {
  const plain = text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  const [, name = '', address = ''] = /^(.*?)\s*<\s*([^<>]*?)\s*>$/.exec(plain) ?? [];
  if (address !== '') return { name, address };
  return plain.includes('@') ? { name: '', address: plain } : { name: plain, address: '' };
}
