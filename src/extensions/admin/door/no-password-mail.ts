import type { Core } from '@strapi/strapi';
import { HOST_ROLE } from '../../../api/host/panel-names';

interface AuthService {
  forgotPassword(input: { readonly email?: string }): Promise<unknown>;
}

/** Hosts sign in through their account: a panel password of their own, once mailed, would outlive its blocking. */
export function sendHostsNoPasswordMail(strapi: Core.Strapi): void {
  const auth = strapi.service('admin::auth') as unknown as AuthService;
  const send = auth.forgotPassword.bind(auth);
  auth.forgotPassword = async (input) => {
    const hosts = await strapi.db
      .query('admin::user')
      .count({ where: { email: input.email ?? '', roles: { code: HOST_ROLE } } });
    return hosts > 0 ? undefined : send(input);
  };
}
