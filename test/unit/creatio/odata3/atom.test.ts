import * as fc from 'fast-check';

import type { ServiceAnswer } from '../../../../nodes/shared/connection/serviceCall';
import { normalise } from '../../../../nodes/shared/creatio/odata3/normalise';
import { sample } from '../../../emulator/testSupport';
import { entryOf, feedOf, type Layout } from './atomOf';
import { modelOf, rows } from './rows';

const answerOf = (text: string): ServiceAnswer => ({
	status: 200,
	headers: { 'content-type': 'application/atom+xml;charset=utf-8' },
	json: undefined,
	text,
});
const normalised = (text: string, models = modelOf) => normalise(answerOf(text), models).json;
const noModel = () => undefined;

const layouts: fc.Arbitrary<Layout> = fc.record({
	inside: fc.boolean(),
	prefix: fc.constantFrom('m', 'metadata'),
});
const LAYOUT: Layout = { inside: true, prefix: 'm' };

describe('recorded answers', () => {
	it('a feed', () => {
		expect(normalised(sample('odata3/feed-anonymised.xml'), noModel)).toEqual({
			value: [{ Id: '00000000-0000-0000-0000-000000000000', Number: 'SR0000000' }],
		});
	});

	it('an entry, whose types are known without a model', () => {
		// The sample lacks the element around it.
		const text = sample('odata3/entry-contact-anonymised.xml').replaceAll(/(<\/?)feed/g, '$1entry');
		expect(normalised(text, noModel)).toMatchObject({
			Id: '00000000-0000-0000-0000-000000000000',
			Name: '',
			CreatedOn: '',
			ProcessListeners: 0,
			BirthDate: '0001-01-01T00:00:00Z',
			Address: 'ул.',
			DoNotUseEmail: false,
			FacebookId: '',
			GivenName: 'неизвестно',
			Confirmed: true,
			Completeness: 0,
		});
	});

	it('the list of sets, which has no records, is returned as it is', () => {
		const answer = answerOf(sample('odata3/service-document-excerpt.xml'));
		expect(normalise(answer, modelOf)).toBe(answer);
	});

	it('a record in verbose JSON', () => {
		const json: unknown = JSON.parse(sample('odata3/contact-json-verbose-excerpt.json'));
		expect(normalise({ ...answerOf(''), json: { d: json } }, noModel).json).toEqual({
			id: 'c4ed336c-3e9b-40fe-8b82-5632476472b4',
			Name: 'Andrew Baker (sample)',
		});
	});
});

it('rows are those of OData 4, whether the model is known or not', () => {
	fc.assert(
		fc.property(fc.array(rows(), { maxLength: 3 }), layouts, (value, layout) => {
			const feed = feedOf(value, layout);
			expect(normalised(feed)).toEqual({ value });
			expect(normalised(feed, noModel)).toEqual({ value });
		}),
		{ numRuns: 300 },
	);
});

it('a single record', () => {
	fc.assert(
		fc.property(rows(), layouts, (row, layout) => {
			expect(
				normalised(
					`<?xml version="1.0"?>\n${entryOf(row, layout)}`.replace('<entry>', '<entry xmlns:m="m">'),
				),
			).toEqual(row);
		}),
	);
});

it('the number of all records and the address of the next page', () => {
	const more =
		'<m:count>50000</m:count><link rel="self" href="x"/><link rel="next" href="https://x/y?$skiptoken=1&amp;a=b"/>';
	expect(normalised(feedOf([{ Id: '1' }], LAYOUT, more))).toEqual({
		'@odata.count': 50_000,
		'@odata.nextLink': 'https://x/y?$skiptoken=1&a=b',
		value: [{ Id: '1' }],
	});
});

it('characters that XML does not have, which .NET writes as references, are those of the text', () => {
	const codes = [...Array(32).keys(), 0xfffe, 0xffff];
	const reference = (code: number) => `&#x${code.toString(16).toUpperCase()};`;
	const entry = entryOf({}, LAYOUT).replace(
		'<m:properties>',
		`<m:properties><d:Name>${codes.map(reference).join('')}&amp;#x1;</d:Name>`,
	);
	expect(normalised(entry)).toEqual({ Name: `${String.fromCharCode(...codes)}&#x1;` });
});

it('values without a type are of the type that the model says', () => {
	const entry = entryOf({}, LAYOUT).replace(
		'<m:properties>',
		'<m:properties><d:Amount>1.50</d:Amount><d:Name>1.50</d:Name><d:Address><d:Zip m:type="Edm.Int32">7</d:Zip></d:Address>',
	);
	expect(normalised(entry)).toEqual({ Amount: 1.5, Name: '1.50', Address: { Zip: 7 } });
});

describe('hostile documents', () => {
	const feed = feedOf(
		[{ Id: '1', Name: 'a', Amount: 5, CreatedOn: null, Parent: { Id: '2' }, OrderCollectionByParent: [] }],
		LAYOUT,
	);

	it('one that is cut anywhere is returned as it is', () => {
		for (let length = 0; length < feed.length; length++) {
			const answer = answerOf(feed.slice(0, length));
			expect(normalise(answer, modelOf)).toBe(answer);
		}
	});

	it('one with a piece left out or doubled is read or returned as it is', () => {
		const pieces = feed.split(/(?=<)/);
		fc.assert(
			fc.property(fc.nat(pieces.length - 1), fc.nat(pieces.length - 1), (from, to) => {
				const answer = answerOf([...pieces.slice(0, from), ...pieces.slice(to)].join(''));
				const read = normalise(answer, modelOf);
				if (read !== answer) expect(read.json).toHaveProperty('value');
			}),
			{ numRuns: 1_000 },
		);
	});

	it.each([
		['no XML', 'Bad Gateway'],
		['a page', '<html><body><p>Sign in</p></body></html>'],
		['an error', '<m:error xmlns:m="m"><m:code/><m:message xml:lang="en-US">Refused</m:message></m:error>'],
		['an entry inside of something else', `<html>${entryOf({ Id: '1' }, LAYOUT)}</html>`],
		['too many levels', `${'<entry>'.repeat(300)}${'</entry>'.repeat(300)}`],
		['a million levels', '<entry>'.repeat(1_000_000)],
		['entities of its own', '<!DOCTYPE x [<!ENTITY a "b">]><feed><entry><title>&a;</title></entry></feed>'],
	])('%s is returned as it is', (_, text) => {
		const answer = answerOf(text);
		expect(normalise(answer, modelOf)).toBe(answer);
	});

	it('names that mean something to JavaScript are columns like others', () => {
		const entry = entryOf({}, LAYOUT).replace(
			'<m:properties>',
			'<m:properties><d:__proto__><d:a>1</d:a></d:__proto__><d:constructor>2</d:constructor>',
		);
		const row = normalised(entry);
		expect(Object.getOwnPropertyNames(row)).toEqual(['__proto__', 'constructor']);
	});
});
