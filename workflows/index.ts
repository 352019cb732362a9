/** Workflow types. Every function exported here can be started; export nothing else. */
export { recommendation, directive, dossier } from './cases';
export { agenda, postman, watch } from './agenda';
export { meeting } from './meeting';
export { job } from './job';
