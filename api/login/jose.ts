/** The one door to `jose`, which ships ES modules only; Node ≥ 20.19 loads them from CommonJS. */
export * as jose from 'jose';
