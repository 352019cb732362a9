import { folded } from '../../../domain/text/folded';

it.each([
  ['Trụ sở', 'tru so'],
  ['TRỤ SỞ', 'tru so'],
  ['đường Đống Đa', 'duong dong da'],
  ['Sửa  chữa\n máy', 'sua chua may'],
  ['  phường Quy Nhơn ', 'phuong quy nhon'],
  ['ngữ, nghĩa; ướt', 'ngu, nghia; uot'],
  ['tru\u0323 so\u031b\u0309', 'tru so'],
  ['trụ\u200b sở\u00ad', 'tru so'],
  ['KN-2026-000031', 'kn-2026-000031'],
  ['TAM-0B7C8C1E', 'tam-0b7c8c1e'],
  ['100% \\ _', '100% \\ _'],
])('%j is searched as %j', (text, as) => {
  expect(folded(text)).toBe(as);
});
