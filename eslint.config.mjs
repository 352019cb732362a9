/** The architecture in the linter: what each folder may import, and the habits that keep replay and promises safe. */
import tseslint from 'typescript-eslint';
import { noCycles } from './scripts/lint/no-cycles.mjs';

const wall = (files, patterns, message) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: patterns.map((pattern) => ({ message, allowTypeImports: false, ...pattern })) },
    ],
  },
});

/** Which subjects of api/ a subject may use, besides itself. No arrows the other way, so no subject needs to know all. */
const SUBJECTS = {
  http: ['login'],
  login: ['http'],
  cases: ['http', 'login'],
  calculator: ['http', 'login', 'cases'],
  public: ['http', 'login', 'cases'],
  publishing: ['http', 'login', 'cases'],
  opening: ['http', 'login', 'cases'],
  commands: ['http', 'login', 'cases', 'opening'],
  escalations: ['http', 'login', 'cases', 'opening'],
  board: ['http', 'login', 'cases', 'escalations'],
};

const OUTSIDE_API = [
  { group: ['**/activities', '**/activities/**', '**/prisma/**', '**/scripts/**'] },
  { group: ['**/workflows/*', '!**/workflows/messages'] },
];

const apiWalls = [
  wall(
    ['api/*.ts'],
    OUTSIDE_API,
    'api/ imports workflows/messages, domain/ and database/, never activities/.',
  ),
  ...Object.entries(SUBJECTS).map(([subject, allowed]) => {
    const others = Object.keys(SUBJECTS).filter((other) => other !== subject && !allowed.includes(other));
    return wall(
      [`api/${subject}/**/*.ts`],
      [
        ...OUTSIDE_API,
        { regex: `^(\\.\\./)+(${others.join('|')})/` },
        { regex: `^(\\.\\./)+(${allowed.join('|')})/(.*/)?routes$` },
      ],
      `api/${subject}/ uses ${allowed.join(', ')}; nobody uses the routes of another subject.`,
    );
  }),
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'coverage/',
      'prisma/generated/',
      '.data/',
      '.cache/',
      '*.config.*',
      'jest.config.js',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { local: { rules: { 'no-cycles': noCycles } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'local/no-cycles': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 600, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['settings/**', 'test/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'settings/environment.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['scripts/generate.js', 'test/support/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  wall(
    ['domain/**/*.ts'],
    [
      { regex: '^(?!\\.)' },
      {
        group: [
          '**/workflows/**',
          '**/activities/**',
          '**/database/**',
          '**/api/**',
          '**/prisma/**',
          '**/scripts/**',
        ],
      },
    ],
    'domain/ is pure: it imports only from domain/.',
  ),
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'Intl', 'setTimeout', 'setInterval', 'fetch'],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is an argument.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is an argument.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'domain/ is deterministic.',
        },
      ],
    },
  },
  wall(
    ['workflows/**/*.ts'],
    [
      {
        regex:
          '^node:|^(zod|pg|express|jose|pino)($|/)|^@prisma/|^@temporalio/(client|worker|activity|testing)',
      },
      { group: ['**/activities', '**/activities/**'], allowTypeImports: true },
      { group: ['**/api/**', '**/database/**', '**/prisma/**', '**/scripts/**'] },
    ],
    'workflows/ imports domain/, @temporalio/workflow and types of activities/.',
  ),
  wall(
    ['database/**/*.ts'],
    [
      { group: ['**/api/**', '**/activities', '**/activities/**', '**/scripts/**'] },
      { group: ['**/workflows/*', '!**/workflows/messages'] },
    ],
    'database/ imports domain/, prisma/ and workflows/messages; what else it needs is passed in.',
  ),
  wall(
    ['activities/**/*.ts'],
    [
      { group: ['**/api/**', '**/prisma/**', '**/scripts/**'] },
      { group: ['**/workflows/*', '!**/workflows/messages'] },
    ],
    'activities/ imports domain/, database/ and workflows/messages.',
  ),
  ...apiWalls,
);
