/** Debian's Chromium with the built page, watched: what it asks the network for, and what its policy forbids. */
import { createServer } from "node:http";
import { mkdirSync, readFileSync } from "node:fs";
import { type AddressInfo } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { program } from "../common/requirements.ts";

export const pageFile = fileURLToPath(new URL("../../build/web/index.html", import.meta.url));
const pictures = fileURLToPath(new URL("../../build/pictures/", import.meta.url));

/** The sizes that pictures are taken in: a desk, a telephone. */
export const sizes = { 1280: { width: 1280, height: 900 }, 390: { width: 390, height: 844 } } as const;

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: program("chromium")!,
    args: ["--no-sandbox", "--disable-dev-shm-usage"], // root in a container has neither
  });
}

export interface Watched {
  readonly page: Page;
  /** Requests for anything but the page itself. */
  readonly requests: string[];
  /** Violations of the policy, errors that nobody caught, messages of the console. */
  readonly complaints: string[];
}

/** Opens the built page, from its file unless `address` says otherwise, with `link` behind it. */
export async function openPage(
  browser: Browser,
  link = "",
  { address = pathToFileURL(pageFile).href, size = sizes[1280], dark = false, touch = false }: OpenOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: size, colorScheme: dark ? "dark" : "light", hasTouch: touch });
  const page = await context.newPage();
  const watched: Watched = { page, requests: [], complaints: [] };
  page.on("request", (request) => {
    const url = request.url();
    if (url.split("#")[0] !== address && !url.startsWith("data:") && !url.startsWith("blob:"))
      watched.requests.push(url);
  });
  page.on("pageerror", (error) => watched.complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) watched.complaints.push(message.text());
  });
  await page.addInitScript(
    'document.addEventListener("securitypolicyviolation", (e) => console.error("policy: " + e.violatedDirective + " " + e.blockedURI))',
  );
  await page.goto(address + link);
  await page.locator("html[data-ready]").waitFor();
  return watched;
}

interface OpenOptions {
  readonly address?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Has a touch screen. */
  readonly touch?: boolean;
}

/** Serves the built page on a port of its own, as any web server would. */
export async function servePage(): Promise<{ address: string; close: () => void }> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(readFileSync(pageFile));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** A picture of the whole page, or of the window only, in build/pictures/. */
export async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}${name}.png`, fullPage });
}
