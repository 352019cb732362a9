/** From the topic of a recommendation to the department that leads it. */
export * from './route';
