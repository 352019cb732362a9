/** The demo province of the seed, whole or with some lists replaced. */
import { organisationOf, type Organisation, type OrganisationData } from '../../../domain/organisation';
import file from '../../../prisma/seed/organisation.json';

export const demoData = file as unknown as OrganisationData;

export const demo = (replaced: Partial<OrganisationData> = {}): Organisation =>
  organisationOf({ ...demoData, ...replaced });
