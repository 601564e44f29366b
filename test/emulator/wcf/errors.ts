/** JSON that .NET's DataContractJsonSerializer does not read, with its sentence (contract 6.1). */
export class Unreadable extends Error {}
