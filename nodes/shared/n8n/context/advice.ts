import type { AskedFor } from '../../basics/errors';

/** For people, who see the form. */
const FOR_PEOPLE: Readonly<Record<AskedFor, string>> = {
	value:
		'Correct the expression, or write what it returns then, such as {{ $json.name ?? "none" }}. Leave the field empty if it is meant to be empty.',
	text: 'Use an expression that returns text, for example with .join(", ") or one member of the object.',
	conditions: 'Enter at least one condition, or correct the expression that makes them.',
	mapping: 'Map at least one value.',
	choice:
		'Choose the values of the fields before it from their lists, or by expressions, so that n8n shows it.',
	object: 'Choose the object from the list.',
	column: 'Choose the column from the list.',
	record: 'Choose the record from the list.',
	file: 'Choose the file from the list.',
	process: 'Choose the process from the list.',
	setting: 'Choose the setting from the list.',
};

/** For an agent, which cannot see lists or change expressions, but may have tools that find what is asked for. */
const FOR_AGENTS: Readonly<Record<AskedFor, string>> = {
	value: 'Call the tool again with a value for it.',
	text: 'Call the tool again with a text for it.',
	conditions: 'Call the tool again with at least one condition.',
	mapping: 'Call the tool again with at least one value.',
	choice: 'Call the tool again with values that the fields before it offer, in the same letter case.',
	object: 'Find its code with Object: Get Many.',
	column: 'Find the columns of the object with Object: Describe.',
	record: 'Find the record and its ID with Record: Search or Record: Get Many.',
	file: 'Find the file and its ID with File: Get Many.',
	process: 'Find its code with Process: Get Many.',
	setting:
		'Find its code with Record: Get Many of the object SysSettings, which has the columns Code and Name.',
};

/** The sentence that says where to find what an error asks for. `asTool`: an agent reads it. */
export function adviceOn(asksFor: AskedFor, asTool: boolean): string {
	return (asTool ? FOR_AGENTS : FOR_PEOPLE)[asksFor];
}
