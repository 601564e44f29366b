import type { IBinaryKeyData } from 'n8n-workflow';

import { isMembers } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { Row } from '../../creatio/model/rows';
import type { AnswerReading, WebServiceAnswer } from '../../creatio/webservice/serviceAnswer';
import type { OperationContext } from '../context/operation';
import { simplifyOf } from '../form/columnsToReturn';
import { option, outputOption } from '../form/field';
import { choiceField, flagField, textField } from '../form/fieldKinds';

const answerFormat = outputOption(
	choiceField({
		name: 'format',
		label: LABELS.responseFormat,
		choices: [
			{ name: 'Automatic', value: 'auto', description: 'Follow the content type of the response' },
			{ name: 'File', value: 'file' },
			{ name: 'JSON', value: 'json' },
			{ name: 'Text', value: 'text' },
		],
		default: 'auto',
	}),
);

const fileField = outputOption(
	textField({
		name: 'fileField',
		label: 'Put File in Field',
		default: 'data',
		description: 'The name of the output field that receives a file the service returns',
	}),
);

const simplifyOption = outputOption(
	simplifyOf('Whether to return a simplified version of the response instead of the raw data'),
);

/** For POST and other methods: a GET may be sent again anyway. */
export const mayRepeat = option(
	flagField({
		name: 'mayRepeat',
		label: LABELS.safeToRetry,
		description:
			'Whether a request other than GET may be sent again if its response is lost. Turn on only for requests that read.',
	}),
);

/** How answers of calls are read and returned. */
export const answerOptions = [answerFormat, fileField, simplifyOption, mayRepeat];

/** How an item wants its answer. */
interface AnswerChoice {
	readonly reading: Omit<AnswerReading, 'method'>;
	/** The field of a file. */
	readonly field: string;
}

/** Read before a call is sent, so that nothing is refused after it. */
export function readAnswerChoice({ n8n }: OperationContext, itemIndex: number): AnswerChoice {
	return {
		reading: { as: answerFormat.read(n8n, itemIndex), simplify: simplifyOption.read(n8n, itemIndex) },
		field: fileField.read(n8n, itemIndex).trim() || String(fileField.property.default),
	};
}

/** The items of an answer: one for each entry of a list of objects. */
export async function rowsOfAnswer(
	context: OperationContext,
	answer: WebServiceAnswer,
	{ field }: AnswerChoice,
): Promise<readonly Row[]> {
	switch (answer.kind) {
		case 'nothing':
			return [{ success: true }];
		case 'text':
		case 'xml':
			return [{ data: answer.text }];
		case 'file':
			return [await fileRow(context, answer, field)];
		case 'json':
			return Array.isArray(answer.value) && answer.value.every(isMembers)
				? answer.value
				: [isMembers(answer.value) ? answer.value : { data: answer.value }];
	}
}

async function fileRow(
	{ n8n, attach }: OperationContext,
	{ bytes, fileName, mimeType }: Extract<WebServiceAnswer, { kind: 'file' }>,
	field: string,
): Promise<Row> {
	const row = { fileName: fileName ?? null, mimeType, bytes: bytes.length };
	const file = await n8n.helpers.prepareBinaryData(Buffer.from(bytes), fileName, mimeType);
	const binary: IBinaryKeyData = { [field]: file };
	attach(row, binary);
	return row;
}
