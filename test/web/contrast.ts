/** Contrast as the browser computed it: of text (WCAG 2.2, 1.4.3), and of the borders of controls (1.4.11). */
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

export const contrasts = (page: Page): Promise<Contrast[]> => ratios(page, drawn);

async function ratios(page: Page, script: string): Promise<Contrast[]> {
  const found = await page.evaluate<Drawn[]>(script);
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

/** Controls with a border: its colour against what is around it (WCAG 2.2, 1.4.11). */
const bordered = `[...document.querySelectorAll("button, select, input:not([type=checkbox]), textarea")].flatMap((element) => {
  const style = getComputedStyle(element);
  if (!element.checkVisibility() || element.closest(".hidden") || style.borderTopWidth === "0px") return [];
  const grounds = [];
  for (let around = element.parentElement; around; around = around.parentElement) grounds.push(getComputedStyle(around).backgroundColor);
  return [{ text: (element.name || element.textContent).slice(0, 40), color: style.borderTopColor, grounds }];
})`;

export const borderContrasts = (page: Page): Promise<Contrast[]> => ratios(page, bordered);
