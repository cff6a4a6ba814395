/** The boards of the calendar by hand: times in a column become points, drags are made of small steps. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Tall enough that a whole day stands in view, and broad enough for all rooms. */
export const DESK = { width: 1280, height: 1250 };

/** The hours a board shows while no booking lies outside them. */
const FIRST = 7 * 60;
const LAST = 21 * 60;

export interface Point {
	readonly x: number;
	readonly y: number;
}

export class BoardHand {
	constructor(private readonly page: Page) {}

	/** Where a time stands in the column of that name, a third from its left. */
	async at(column: string, time: string): Promise<Point> {
		const row = this.page.getByRole('row', { name: column, exact: true });
		await row.scrollIntoViewIfNeeded();
		const box = await row.locator('[data-column]').boundingBox();
		if (!box) throw new Error(`no column ${column} in view`);
		const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
		return { x: box.x + box.width / 3, y: box.y + ((minutes - FIRST) / (LAST - FIRST)) * box.height };
	}

	/** With the left button, without letting go. */
	async pull(from: Point, to: Point): Promise<void> {
		await this.page.mouse.move(from.x, from.y);
		await this.page.mouse.down();
		await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
		await this.page.mouse.move(to.x, to.y, { steps: 4 });
	}

	async drag(from: Point, to: Point): Promise<void> {
		await this.pull(from, to);
		await this.page.mouse.up();
	}

	/** Draws an empty time and books it by the form that opens. */
	async drawBooking(column: string, from: string, to: string): Promise<void> {
		const [start, end] = [await this.at(column, from), await this.at(column, to)];
		await this.drag({ ...start, y: start.y + 2 }, { ...end, y: end.y - 2 });
		const sheet = this.page.getByRole('dialog', { name: 'Book a room' });
		await expect(sheet.getByLabel('From')).toHaveValue(from);
		await expect(sheet.getByLabel('To', { exact: true })).toHaveValue(to);
		await sheet.getByRole('button', { name: 'Book', exact: true }).click();
		await expect(sheet).toBeHidden();
	}

	/** A finger that rests until the board takes it for a drag, then moves, then is lifted. */
	async hold(from: Point, to: Point, drawn: Locator): Promise<void> {
		const devtools = await this.page.context().newCDPSession(this.page);
		const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', { x, y }: Point) =>
			devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
		await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
		await touch('touchStart', from);
		await expect(drawn).toBeVisible();
		for (const share of [0.25, 0.5, 0.75, 1]) await touch('touchMove', { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
		await touch('touchEnd', to);
		await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: false });
	}
}
