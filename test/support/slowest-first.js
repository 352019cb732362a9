/**
 * The order of the files on a machine that has no durations of an earlier run: whole instances and real servers first,
 * so that no worker ends the run alone with a file of minutes.
 */
const Sequencer = require('@jest/test-sequencer').default;

const TIERS = ['e2e', 'workflows', 'launcher', 'verify', 'activities', 'database', 'api', 'replay', 'domain'];
/** Longer than anything else of its tier. */
const LONGEST = ['tour.test.ts', 'kills.test.ts', 'calendar-year.test.ts'];

const rank = (file) => {
  const tier = TIERS.findIndex((name) => file.includes(`/test/${name}/`));
  const longest = LONGEST.findIndex((name) => file.endsWith(`/${name}`));
  return [tier < 0 ? TIERS.length : tier, longest < 0 ? LONGEST.length : longest];
};

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => {
      const [tierA, longA] = rank(a.path);
      const [tierB, longB] = rank(b.path);
      return tierA - tierB || longA - longB || a.path.localeCompare(b.path);
    });
  }
};
