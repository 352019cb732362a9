import { bytesOf, sizeRefusal } from '../../../domain/case/size';

describe('how much a case may hold', () => {
  it('counts bytes as the wire does', () => {
    for (const text of ['', 'abc', 'Đã bố trí', 'kiến nghị 😀', '\u0001"\\', '\ud800'])
      expect(bytesOf({ text })).toBe(Buffer.byteLength(JSON.stringify({ text })));
  });

  it('first takes no more talk, then nothing but what ends the case', () => {
    const refused = (held: number, type: string) => sizeRefusal(held, { type })?.reason;
    expect([refused(900_000, 'note'), refused(1_100_000, 'note')]).toEqual([undefined, 'caseFull']);
    expect([refused(1_100_000, 'respond'), refused(1_800_000, 'respond')]).toEqual([undefined, 'caseFull']);
    expect(refused(1_800_000, 'withdraw')).toBeUndefined();
  });
});
