import { organisationOf, type Organisation } from '../../../domain/organisation/model';
import type { OrganisationData } from '../../../domain/organisation/types';
import file from '../../../prisma/seed/organisation.json';

export const demoData = file as unknown as OrganisationData;

export const demo = (replaced: Partial<OrganisationData> = {}): Organisation =>
  organisationOf({ ...demoData, ...replaced });
