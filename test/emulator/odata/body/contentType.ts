import { UnreadableBody } from './unreadable';

/** The library names each format that it knows, which says nothing since they have no text, and cuts them off. */
const FORMATS = `${Array.from({ length: 31 }, () => 'Microsoft.OData.ODataMediaType').join(', ')}, Microsoft.OData.ODataMediaTyp...`;

/** The content types of bodies: JSON with any parameters (contract 2.9). `decimalsAsText` is contract 2.15. */
export function readContentType(contentType: string | undefined): { decimalsAsText: boolean } {
	if (contentType === undefined || contentType === '') {
		throw new UnreadableBody(
			'A missing or empty content type header was found when trying to read a message. The content type header is required.',
		);
	}
	const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
	if (mediaType !== 'application/json') {
		throw new UnreadableBody(
			`A supported MIME type could not be found that matches the content type of the response. None of the supported type(s) '${FORMATS}' matches the content type '${contentType}'.`,
		);
	}
	return { decimalsAsText: parameters.includes('ieee754compatible=true') };
}
