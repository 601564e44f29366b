import { type Fact, testFacts } from './facts';

const FACTS: readonly Fact[] = [
	{
		contract: '2.4',
		fact: 'at most five columns sort',
		ask: { path: '/odata/Contact?$orderby=Name,Email,Phone,Notes,Age,JobTitle' },
		answer: { status: 400, text: /The maximum number of \$orderby clauses allowed is / },
	},
];

testFacts(FACTS);
