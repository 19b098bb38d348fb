import { Navigate, Route, Routes } from 'react-router-dom';
import { Layouts, Page, SubNav } from '@strapi/strapi/admin';
import { ClaimPage } from './claims/claim-page';
import { ClaimsPage } from './claims/claims-page';
import { AttentionPage } from './closes/attention-page';
import { ClosesPage } from './closes/closes-page';
import { CorrectionsPage } from './corrections/corrections-page';
import { EarningsPage } from './host-money/earnings-page';
import { OwnClaimPage, OwnClaimsPage } from './host-money/own-claims-page';
import { StatementsPage } from './host-money/statements-page';
import { SellersPage } from './reports/sellers-page';
import { TaxesPage } from './reports/taxes-page';
import { DisputePage } from './disputes/dispute-page';
import { DisputesPage } from './disputes/disputes-page';
import { sectionsFor, type MoneyPageName } from './money-menu';
import { PayoutPage } from './payouts/payout-page';
import { PayoutsPage } from './payouts/payouts-page';
import { useIsHost, usePermissions } from './permissions';

const routes: Readonly<Record<MoneyPageName, { readonly list: JSX.Element; readonly one?: JSX.Element }>> = {
  disputes: { list: <DisputesPage />, one: <DisputePage /> },
  claims: { list: <ClaimsPage />, one: <ClaimPage /> },
  payouts: { list: <PayoutsPage />, one: <PayoutPage /> },
  attention: { list: <AttentionPage /> },
  closes: { list: <ClosesPage /> },
  corrections: { list: <CorrectionsPage /> },
  taxes: { list: <TaxesPage /> },
  sellers: { list: <SellersPage /> },
  earnings: { list: <EarningsPage /> },
  statements: { list: <StatementsPage /> },
  'own-claims': { list: <OwnClaimsPage />, one: <OwnClaimPage /> },
};

/** All pages about money, beside their menu: those that the reader may open. */
export default function MoneyPages() {
  const isHost = useIsHost();
  const permissions = usePermissions();
  const sections = sectionsFor(isHost, permissions);
  const pages = sections.flatMap((section) => section.pages);
  const first = pages[0];
  if (first === undefined) return <Page.NoPermissions />;
  return (
    <Layouts.Root
      sideNav={
        <SubNav.Main aria-label="Money">
          <SubNav.Header label="Money" />
          <SubNav.Content>
            <SubNav.Sections>
              {sections.map((section) => (
                <SubNav.Section key={section.label} label={section.label}>
                  {section.pages.map(({ name, label }) => (
                    <SubNav.Link key={name} to={`/money/${name}`} label={label} />
                  ))}
                </SubNav.Section>
              ))}
            </SubNav.Sections>
          </SubNav.Content>
        </SubNav.Main>
      }
    >
      <Routes>
        <Route index element={<Navigate to={first.name} replace />} />
        {pages.map(({ name }) => (
          <Route key={name} path={name} element={routes[name].list} />
        ))}
        {pages.map(({ name }) =>
          routes[name].one === undefined ? null : <Route key={name} path={`${name}/:id`} element={routes[name].one} />,
        )}
        <Route path="*" element={<Page.NoPermissions />} />
      </Routes>
    </Layouts.Root>
  );
}
