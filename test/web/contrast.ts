/** Contrast of text as the browser computed it (WCAG 2.2, 1.4.3). */
import type { Page } from "playwright-core";

export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

interface Drawn {
  readonly text: string;
  readonly color: string;
  /** Colours behind it, the nearest first. */
  readonly grounds: readonly string[];
}

/** Every visible element with text of its own. */
const drawn = `[...document.querySelectorAll("body *")].flatMap((element) => {
  const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
  if (own === "" || !element.checkVisibility() || element.closest(".hidden, .skip, option, script, style")) return [];
  const grounds = [];
  for (let around = element; around; around = around.parentElement) grounds.push(getComputedStyle(around).backgroundColor);
  return [{ text: own.slice(0, 40), color: getComputedStyle(element).color, grounds }];
})`;

export async function contrasts(page: Page): Promise<Contrast[]> {
  const found = await page.evaluate<Drawn[]>(drawn);
  return found.map(({ text, color, grounds }) => {
    const ground = grounds.map(channels).find(([, , , alpha]) => alpha > 0) ?? [255, 255, 255, 1];
    const [light, dark] = [luminance(channels(color)), luminance(ground)].sort((a, b) => b - a) as [number, number];
    return { text, ratio: (light + 0.05) / (dark + 0.05) };
  });
}

type Channels = readonly [red: number, green: number, blue: number, alpha: number];

/** `rgb(1, 2, 3)` and `rgba(1, 2, 3, 0)`. */
function channels(color: string): Channels {
  const [red, green, blue, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red!, green!, blue!, alpha];
}

function luminance([red, green, blue]: Channels): number {
  const linear = [red, green, blue].map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
