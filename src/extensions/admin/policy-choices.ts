import type { Core } from '@strapi/strapi';
import type { Casita } from '../../ports';

/** The panel's form offers the policies that this marketplace has. Before start-up is over: Strapi reads its components then. */
export function offerPolicies(strapi: Core.Strapi): void {
  const { config } = strapi.get('casita') as Casita;
  const { attributes } = strapi.components['property.booking-rules'] as unknown as {
    attributes: { cancellationPolicy: { enum: string[] } };
  };
  attributes.cancellationPolicy.enum = config.cancellationPolicies.map(({ code }) => code);
}
