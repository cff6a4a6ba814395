/**
 * A photo made small on this device: drawn anew, the right way up, so that nothing is left of what the camera wrote about place,
 * time and itself. The one place here that touches pixels. Carries LED73.
 */
import { attemptsFor, firstThatFits, MOST_BYTES, type Attempt } from './photo-plan';

/** Null: the browser cannot read it as a picture, or it does not get small enough. */
export async function shrinkPhoto(file: Blob, isPng: boolean): Promise<Blob | null> {
	const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
	if (picture === null) return null;
	try {
		const attempts = attemptsFor(picture.width, picture.height);
		const [first] = attempts;
		// A screenshot of text is smallest, and sharp, as it is.
		if (isPng && first && file.size <= MOST_BYTES) {
			const whole = await encode(picture, first, 'image/png');
			if (whole.size <= MOST_BYTES) return whole;
		}
		return await firstThatFits(attempts, (attempt) => encode(picture, attempt, 'image/jpeg'));
	} catch {
		return null; // more pixels than the browser draws
	} finally {
		picture.close();
	}
}

export async function encode(picture: CanvasImageSource, { width, height, quality }: Attempt, kind: 'image/jpeg' | 'image/png'): Promise<Blob> {
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	const pen = canvas.getContext('2d');
	if (pen === null) throw new Error('the browser draws nothing');
	if (kind === 'image/jpeg') {
		pen.fillStyle = '#fff'; // where the picture is transparent
		pen.fillRect(0, 0, width, height);
	}
	pen.imageSmoothingQuality = 'high';
	pen.drawImage(picture, 0, 0, width, height);
	const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, kind, quality));
	if (made === null) throw new Error('the browser draws nothing so large');
	return made;
}
