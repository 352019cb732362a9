/** Units, positions, who holds them, and to whom a notice goes. */
export * from './addressee';
export * from './model';
export * from './types';
