import { FIXED, guidOf } from '../model/ids';
import type { SqlRow } from '../store/database';
import type { Store } from '../store/store';
import { SAMPLE_FILES, SAMPLE_FLAT, type SampleFile } from './files';
import { Random } from './random';

/** Names that break naive quoting, encoding, trimming or comparing. */
export const AWKWARD_NAMES = [
	"Miles O'Brien",
	"D'Arcy ''Double'' Quote",
	'50% & more + extra = trouble?',
	'50%25 encoded',
	'Line\nbreak and\ttab',
	'Windows\r\nline break',
	'Back\\slash "double" quotes',
	'מרים כהן',
	'محمد عبد الله',
	'李小龍',
	'Мария Иванова',
	'🦄 Unicorn 👩‍👩‍👧 family',
	'Zoe\u0308 (combining)',
	'Zo\u00eb (composed)',
	'İstanbul ışık',
	'Straße GROß',
	' leading and trailing ',
	'<b>not html</b> &amp; {{ $json.id }}',
	'semi;colon, comma (paren) #hash /slash',
	'name$with@odata.signs',
	'null',
	'true',
	'00000000-0000-0000-0000-000000000000',
	'2024-02-29',
	'x',
	'Ω'.repeat(250),
];

/** Two different people and two different companies with one display text each. */
export const TWIN_CONTACT_NAME = 'Jordan Twin';
const TWIN_ACCOUNT_NAME = 'Twin Peaks Ltd';

const GIVEN = [
	'Anna',
	'Ben',
	'Clara',
	'David',
	'Elif',
	'Farid',
	'Grace',
	'Hiro',
	'Ines',
	'Jonas',
	'Kateryna',
	'Liam',
	'Maya',
	'Noah',
	'Olga',
	'Pedro',
	'Quinn',
	'Rosa',
	'Sven',
	'Tara',
];
const SURNAMES = [
	'Smith',
	'Novak',
	"O'Neil",
	'Garcia',
	'Kowalski',
	'Schmidt',
	'Tanaka',
	'Okafor',
	'Silva',
	'Petrenko',
	'Andersson',
	'Dubois',
	'Rossi',
	'Khan',
	'Nguyen',
	'MacDonald',
	'Müller',
	'Çelik',
	'Popescu',
	'Van der Berg',
];
const COMPANY = [
	'Alpha',
	'Blue Sky',
	'Cedar',
	'Delta',
	'Evergreen',
	'Fjord',
	'Granite',
	'Horizon',
	'Iron',
	'Juniper',
	'Kite',
	'Lumen',
	'Meridian',
	'Northern',
	'Orbit',
	'Pioneer',
];
const FORMS = ['Ltd', 'GmbH', 'LLC', 'S.A.', '& Sons', 'Inc.', 'Oy', 'Group'];
const SUBJECTS = [
	'Cannot sign in',
	'Invoice is wrong',
	'Printer on fire',
	'How do I export?',
	'Delivery late by 3 days',
	'Login page shows 50% of text',
];
const DEALS = ['Renewal', 'New licences', 'Hardware upgrade', 'Support contract', 'Pilot project'];

const COUNTS = {
	accounts: 520,
	contacts: 2100,
	activities: 1500,
	cases: 600,
	leads: 400,
	opportunities: 300,
	orders: 400,
	products: 60,
};

const FIRST_DAY = Date.UTC(2021, 0, 1);
const DAYS = 1500;

/** Fills the tables: the same rows with the same ids in every run. */
export function fillSample(store: Store): void {
	store.db.transaction(() => new Sample(store).fill());
}

class Sample {
	private readonly random = new Random(20240229);
	private readonly accounts: string[] = [FIXED.accom, FIXED.ourCompany];
	private readonly contacts: string[] = [FIXED.andrewBaker];
	private readonly opportunities: string[] = [];
	private readonly products: string[] = [];

	constructor(private readonly store: Store) {}

	fill(): void {
		this.fillAccounts();
		this.fillContacts();
		this.fillActivities();
		this.fillCases();
		this.fillLeads();
		this.fillOpportunities();
		this.fillProducts();
		this.fillOrders();
		this.fillBusyAccounts();
		this.fillFiles();
	}

	private fillAccounts(): void {
		const types = this.ids('AccountType');
		const industries = this.ids('AccountIndustry');
		const cities = this.ids('City');
		const countries = this.ids('Country');
		for (let index = 0; index < COUNTS.accounts; index++) {
			const name =
				index < 2
					? TWIN_ACCOUNT_NAME
					: `${this.random.pick(COMPANY)} ${this.random.pick(COMPANY)} ${this.random.pick(FORMS)}`;
			const id = this.add('Account', {
				Name: index === 2 ? "Brown & O'Connor 100%" : index === 3 ? 'שלום בע״מ' : name,
				OwnerId: FIXED.supervisorContact,
				Code: String(100 + index),
				TypeId: this.maybe(0.9, types),
				IndustryId: this.maybe(0.7, industries),
				CityId: this.maybe(0.7, cities),
				CountryId: this.maybe(0.6, countries),
				Phone: this.random.chance(0.8) ? this.phone() : '',
				Web: this.random.chance(0.5) ? `www.company${index}.example` : '',
				Notes: this.random.chance(0.1) ? 'First line\nSecond line' : '',
				ParentId: index > 50 ? this.maybe(0.1, this.accounts) : null,
				Completeness: this.random.int(0, 100),
			});
			this.accounts.push(id);
		}
	}

	private fillContacts(): void {
		const types = this.ids('ContactType');
		const jobs = this.ids('Job');
		const genders = this.ids('Gender');
		const cities = this.ids('City');
		const channel = this.ids('CommunicationType')[0] ?? null;
		for (let index = 0; index < COUNTS.contacts; index++) {
			const given = this.random.pick(GIVEN);
			const surname = this.random.pick(SURNAMES);
			const awkward = AWKWARD_NAMES[index];
			const twin = index === 100 || index === 101;
			const email = this.random.chance(0.8) ? `${given}.${index}@mail${index % 7}.example`.toLowerCase() : '';
			const id = this.add('Contact', {
				Id: index < AWKWARD_NAMES.length ? guidOf(`awkward contact ${index}`) : this.random.guid(),
				Name: awkward ?? (twin ? TWIN_CONTACT_NAME : `${given} ${surname}`),
				GivenName: awkward === undefined ? given : '',
				Surname: awkward === undefined ? surname : '',
				OwnerId: FIXED.supervisorContact,
				AccountId: this.maybe(0.8, this.accounts),
				TypeId: this.maybe(0.8, types),
				JobId: this.maybe(0.4, jobs),
				GenderId: this.maybe(0.6, genders),
				CityId: this.maybe(0.5, cities),
				Email: email,
				MobilePhone: this.random.chance(0.6) ? this.phone() : '',
				BirthDate: this.birthDate(index),
				Age: this.random.chance(0.5) ? this.random.int(18, 90) : 0,
				DoNotUseEmail: this.random.chance(0.1) ? 1 : 0,
				Confirmed: 1,
				LanguageId: FIXED.englishUs,
				Completeness: this.random.int(0, 100),
			});
			this.contacts.push(id);
			if (email !== '' && index % 4 === 0) {
				this.add('ContactCommunication', { ContactId: id, CommunicationTypeId: channel, Number: email });
			}
		}
	}

	private fillActivities(): void {
		const categories = this.ids('ActivityCategory');
		const statuses = this.ids('ActivityStatus');
		const priorities = this.ids('ActivityPriority');
		for (let index = 0; index < COUNTS.activities; index++) {
			const start = FIRST_DAY + this.random.int(0, DAYS) * 86_400_000 + this.random.int(8, 17) * 3_600_000;
			this.add('Activity', {
				Title: `${this.random.pick(['Call', 'Meet', 'Write to', 'Visit'])} ${this.random.pick(GIVEN)}`,
				StartDate: stored(start),
				DueDate: stored(start + 1_800_000),
				DurationInMinutes: 30,
				TypeId: FIXED.activityTypeTask,
				ActivityCategoryId: this.random.pick(categories),
				StatusId: this.random.pick(statuses),
				PriorityId: this.random.pick(priorities),
				OwnerId: FIXED.supervisorContact,
				AuthorId: FIXED.supervisorContact,
				ContactId: this.maybe(0.8, this.contacts),
				AccountId: this.maybe(0.6, this.accounts),
			});
		}
	}

	private fillCases(): void {
		const statuses = this.ids('CaseStatus');
		const priorities = this.ids('CasePriority');
		const origins = this.ids('CaseOrigin');
		for (let index = 1; index <= COUNTS.cases; index++) {
			const registered = FIRST_DAY + this.random.int(0, DAYS) * 86_400_000;
			this.add('Case', {
				Number: `SR${String(index).padStart(8, '0')}`,
				Subject: this.random.pick(SUBJECTS),
				RegisteredOn: stored(registered),
				StatusId: this.random.pick(statuses),
				PriorityId: this.random.pick(priorities),
				OriginId: this.random.pick(origins),
				ContactId: this.maybe(0.9, this.contacts),
				AccountId: this.maybe(0.7, this.accounts),
				OwnerId: FIXED.supervisorContact,
				ClosureDate: this.random.chance(0.4) ? stored(registered + 172_800_000) : null,
			});
		}
	}

	/** Accounts with more open cases than the others: two to six each. The last, so that nothing above changes. */
	private fillBusyAccounts(): void {
		const [open] = this.store.rows('CaseStatus', '"Name" = ?', 'New');
		for (const [place, account] of [0, 100, 200, 300, 400].map((index) => this.accounts[index]).entries()) {
			for (let count = 0; count < place + 2; count++) {
				this.add('Case', {
					Number: `SR9${place}00000${count}`,
					Subject: this.random.pick(SUBJECTS),
					RegisteredOn: stored(FIRST_DAY + DAYS * 86_400_000),
					StatusId: typeof open?.Id === 'string' ? open.Id : null,
					AccountId: account ?? null,
					OwnerId: FIXED.supervisorContact,
				});
			}
		}
	}

	private fillFiles(): void {
		this.store.insert(SAMPLE_FLAT.object, { Id: SAMPLE_FLAT.id, Name: SAMPLE_FLAT.name });
		for (const { object, row, content } of Object.values<SampleFile>(SAMPLE_FILES)) {
			if (!this.store.model.entities.has(object)) continue;
			const id = this.store.insert(object, { CreatedById: FIXED.supervisorContact, ...row });
			if (content !== undefined)
				this.store.contents.write({ object, id, column: 'Data' }, Buffer.from(content));
		}
	}

	private fillLeads(): void {
		const stages = this.ids('QualifyStatus');
		const types = this.ids('LeadType');
		for (let index = 0; index < COUNTS.leads; index++) {
			const contact = `${this.random.pick(GIVEN)} ${this.random.pick(SURNAMES)}`;
			this.add('Lead', {
				LeadName: `${contact} / ${this.random.pick(DEALS)}`,
				Contact: contact,
				Account: `${this.random.pick(COMPANY)} ${this.random.pick(FORMS)}`,
				Email: `lead${index}@mail.example`,
				QualifyStatusId: this.random.pick(stages),
				LeadTypeId: this.maybe(0.8, types),
				QualifiedContactId: this.maybe(0.3, this.contacts),
				Budget: this.random.chance(0.5) ? this.money() : 0,
				Score: this.random.int(0, 100),
				OwnerId: FIXED.supervisorContact,
			});
		}
	}

	private fillOpportunities(): void {
		const stages = this.ids('OpportunityStage');
		for (let index = 0; index < COUNTS.opportunities; index++) {
			const id = this.add('Opportunity', {
				Title: `${this.random.pick(DEALS)} ${index}`,
				StageId: this.random.pick(stages),
				OwnerId: FIXED.supervisorContact,
				AccountId: this.random.pick(this.accounts),
				ContactId: this.maybe(0.8, this.contacts),
				Amount: this.money(),
				Budget: this.money(),
				Probability: this.random.int(0, 100),
				DueDate: `${stored(FIRST_DAY + this.random.int(0, DAYS) * 86_400_000).slice(0, 10)}T00:00:00.0000000`,
			});
			this.opportunities.push(id);
		}
	}

	private fillProducts(): void {
		const categories = this.ids('ProductCategory');
		const unit = guidOf('Unit pcs');
		for (let index = 0; index < COUNTS.products; index++) {
			const id = this.add('Product', {
				Name: `${this.random.pick(['Laptop', 'Monitor 24"', 'Keyboard', 'Licence', "Electrician's kit", 'Cable 2 m'])} ${index}`,
				Code: `P-${String(index).padStart(4, '0')}`,
				Price: this.money() / 100,
				CurrencyId: FIXED.usDollar,
				UnitId: unit,
				CategoryId: this.random.pick(categories),
				Active: 1,
			});
			this.products.push(id);
		}
	}

	private fillOrders(): void {
		const statuses = this.ids('OrderStatus');
		for (let index = 1; index <= COUNTS.orders; index++) {
			const orderId = this.random.guid();
			const lines = this.random.int(0, 4);
			const prices = Array.from({ length: lines }, () => this.money() / 100);
			this.add('Order', {
				Id: orderId,
				Number: `ORD-${index}`,
				Date: stored(FIRST_DAY + this.random.int(0, DAYS) * 86_400_000),
				StatusId: this.random.pick(statuses),
				OwnerId: FIXED.supervisorContact,
				AccountId: this.maybe(0.9, this.accounts),
				ContactId: this.maybe(0.7, this.contacts),
				OpportunityId: this.maybe(0.3, this.opportunities),
				CurrencyId: FIXED.usDollar,
				CurrencyRate: 1,
				Amount: cents(prices.reduce((sum, price) => sum + price, 0)),
			});
			for (const price of prices) {
				const product = this.random.pick(this.products);
				this.add('OrderProduct', {
					Name: `Line of ORD-${index}`,
					OrderId: orderId,
					ProductId: product,
					Quantity: 1,
					Price: cents(price),
					Amount: cents(price),
					TotalAmount: cents(price),
				});
			}
		}
	}

	private add(object: string, row: SqlRow): string {
		const id = String(row.Id ?? this.random.guid());
		const created = stored(FIRST_DAY + this.random.int(0, DAYS * 86_400) * 1000, this.random);
		this.store.insertRaw(this.store.entity(object), {
			CreatedOn: created,
			CreatedById: FIXED.supervisorContact,
			ModifiedOn: created,
			ModifiedById: FIXED.supervisorContact,
			...row,
			Id: id,
		});
		return id;
	}

	private ids(object: string): string[] {
		return this.store.rows(object).map((row) => String(row.Id));
	}

	private maybe(probability: number, ids: string[]): string | null {
		return this.random.chance(probability) && ids.length > 0 ? this.random.pick(ids) : null;
	}

	/** Every 50th contact was born on a leap day; a third have no birthday. */
	private birthDate(index: number): string | null {
		if (index % 50 === 0) return `${this.random.pick(['1960', '1984', '2000'])}-02-29T00:00:00.0000000`;
		if (index % 3 === 0) return null;
		return `${stored(Date.UTC(1950, 0, 1) + this.random.int(0, 18_000) * 86_400_000).slice(0, 10)}T00:00:00.0000000`;
	}

	private phone(): string {
		return `+1 ${this.random.int(200, 989)} ${this.random.int(200, 999)} ${this.random.int(1000, 9999)}`;
	}

	private money(): number {
		return this.random.int(100, 5_000_000);
	}
}

function cents(amount: number): number {
	return Math.round(amount * 100) / 100;
}

/** With a source of randomness, a fraction of 0 to 6 digits as PostgreSQL rows have it. */
function stored(time: number, random?: Random): string {
	const fraction = random && random.chance(0.7) ? String(random.int(0, 999_999)).padStart(6, '0') : '000000';
	return `${new Date(time).toISOString().slice(0, 19)}.${fraction}0`;
}
