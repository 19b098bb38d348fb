import { MoneyAttention } from '../home/money-attention';
import { Card, PageFrame } from '../pages/page-frame';

export function AttentionPage() {
  return (
    <PageFrame title="Needs attention" subtitle="What of the money does not come to an end by itself.">
      <Card title="Waiting for somebody">
        <MoneyAttention shown={100} />
      </Card>
    </PageFrame>
  );
}
