/** Spaces, controls, marks without a letter and what is never drawn; U+2800 is a Braille cell without a dot. */
const UNSEEN = /[\p{White_Space}\p{M}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Whether somebody who reads the text sees anything at all. */
export const isVisible = (text: string): boolean => text.replace(UNSEEN, '') !== '';
