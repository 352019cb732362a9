/** Each folder under test/ is one kind of test; CONTRIBUTING.md says which one is enough for which change. */
const transform = {
  '^.+\\.[tj]sx?$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFiles: ['<rootDir>/test/support/utc.ts', '<rootDir>/test/support/seed.ts'],
  testSequencer: '<rootDir>/test/support/slowest-first.js',
  reporters: ['default', '<rootDir>/test/support/seed-reporter.js'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
