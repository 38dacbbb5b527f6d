package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
)

// TestReport uses the reports of the whole suite and of a part of it as people do.
func TestReport(t *testing.T) {
	need(t, "chromium")
	whole := filepath.Join(output(t), reports.HTMLFile)
	some := output(t, "--req", "DER-*,CHK-07,CHK-18")
	good, bad := filepath.Join(some, reports.HTMLFile), failing(t, some)
	t.Run("opens without console messages and requests", func(t *testing.T) {
		for name, file := range map[string]string{"whole": whole, "failing": bad} {
			p := show(t, file, desktop(), false)
			p.keep("desktop-" + name)
			require.Positive(t, p.visible())
			p.quiet()
		}
	})
	// Our choice: a report of the size of the suite that a mail or a CI server still takes, and that a browser opens at once.
	t.Run("75 scenarios stay under 3 MB", func(t *testing.T) {
		const budget = 3_000_000 / 75
		info, err := os.Stat(whole)
		require.NoError(t, err)
		scenarios := show(t, whole, desktop(), false).visible()
		require.Positive(t, scenarios)
		require.Less(t, int(info.Size())/scenarios, budget)
	})
	t.Run("search", func(t *testing.T) { search(show(t, good, desktop(), false)) })
	t.Run("filters", func(t *testing.T) { filters(show(t, bad, desktop(), false)) })
	t.Run("keys", func(t *testing.T) { keys(show(t, bad, desktop(), false)) })
	t.Run("languages", func(t *testing.T) { languages(show(t, bad, desktop(), false)) })
	t.Run("links open closed parts", func(t *testing.T) { links(show(t, bad, desktop(), false)) })
	t.Run("without scripts", func(t *testing.T) { scriptless(t, bad) })
	t.Run("fits a telephone", func(t *testing.T) { telephone(show(t, bad, phone(), false)) })
	t.Run("contrast", func(t *testing.T) {
		for name, dark := range map[string]bool{"light": false, "dark": true} {
			t.Run(name, func(t *testing.T) { contrast(show(t, bad, desktop(), dark), name) })
		}
	})
	t.Run("structure for a screen reader", func(t *testing.T) { structure(show(t, bad, desktop(), false)) })
	t.Run("prints", func(t *testing.T) { prints(show(t, bad, desktop(), false)) })
}

func search(p page) {
	all := p.visible()
	p.press("/")
	require.Equal(p, "q", eval[string](p, `document.activeElement.id`))
	p.say("59分")
	some := p.visible()
	require.Positive(p, some)
	require.Less(p, some, all)
	p.say("59分 かつてない言葉")
	require.Zero(p, p.visible())
	require.True(p, eval[bool](p, `document.getElementById("nothing").getClientRects().length > 0`), "the page says that no scenario matches")
	p.press("\x1b")
	require.Equal(p, all, p.visible())
	p.quiet()
}

func filters(p page) {
	all := p.visible()
	p.click(`label[for="v-pass"]`)
	require.Equal(p, 2, p.visible(), "the failed and the unsupported one")
	p.click(`label[for="v-pass"]`)
	require.Equal(p, all, p.visible())
	for filter, value := range map[string]string{"chapter": "DER", "plane": "card"} {
		choose := `(value => { const s = document.getElementById(%q); s.value = value; s.dispatchEvent(new Event("input", {bubbles: true})); })(%q)`
		eval[any](p, fmt.Sprintf(choose, filter, value))
		some := p.visible()
		require.Positive(p, some, filter)
		require.Less(p, some, all, filter)
		eval[any](p, fmt.Sprintf(choose, filter, ""))
	}
	require.Equal(p, all, p.visible())
	p.quiet()
}

// focused is the index of the focused scenario on the page, from 0; -1 if none has the focus.
const focused = `[...document.querySelectorAll(".scenario")].indexOf(document.activeElement.closest(".scenario"))`

func keys(p page) {
	p.press("jjj")
	require.Equal(p, 2, eval[int](p, focused))
	p.press("k")
	require.Equal(p, 1, eval[int](p, focused))
	was := eval[bool](p, `document.activeElement.parentElement.open`)
	p.press("\r")
	require.NotEqual(p, was, eval[bool](p, `document.activeElement.parentElement.open`), "enter opens or closes")
	p.press("f")
	require.Equal(p, "fail", eval[string](p, `document.activeElement.closest(".scenario").dataset.v`))
	p.press("e")
	require.True(p, eval[bool](p, `[...document.activeElement.closest(".scenario").querySelectorAll(".step > details")].every(d => d.open)`))
	p.keep("desktop-failure")
	p.press("?")
	require.True(p, eval[bool](p, `document.getElementById("help").open`))
	p.keep("desktop-help")
	p.press("?")
	require.False(p, eval[bool](p, `document.getElementById("help").open`))
	p.quiet()
}

func languages(p page) {
	const text = `document.body.innerText`
	require.Contains(p, eval[string](p, text), "次にすること")
	require.NotContains(p, eval[string](p, text), "What to do next")
	p.press("l")
	require.Contains(p, eval[string](p, text), "What to do next")
	require.NotContains(p, eval[string](p, text), "次にすること")
	require.Equal(p, "en", eval[string](p, `document.documentElement.lang`))
	require.Contains(p, eval[string](p, text), "another screen was shown")
	p.keep("desktop-english")
	p.click(`label[for="ja"]`)
	require.Equal(p, "ja", eval[string](p, `document.documentElement.lang`))
	p.quiet()
}

func links(p page) {
	target := eval[string](p, `(() => { const a = [...document.querySelectorAll("[data-v=pass] .finding a")].pop(); const id = a.hash.slice(1); a.click(); return id; })()`)
	_, err := chromedp.Run(p.tab.ctx, chromedp.Poll[bool](fmt.Sprintf(`document.getElementById(%q).checkVisibility()`, target)))
	require.NoError(p, err, target)
	p.keep("desktop-evidence")
	p.quiet()
}

// scriptless opens the report with scripts disabled.
func scriptless(t *testing.T, file string) {
	opened := fresh(t, desktop(), false)
	_, err := chromedp.Call(opened.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(t, err)
	require.NoError(t, opened.open(file))
	p := page{t, opened}
	all := p.visible()
	require.Positive(p, all)
	p.click(`label[for="en"]`)
	require.Contains(p, eval[string](p, `document.body.innerText`), "What to do next")
	p.click(`label[for="v-pass"]`)
	require.Equal(p, 2, p.visible())
	require.False(p, eval[bool](p, `document.getElementById("q").getClientRects().length > 0`), "controls that need scripts are hidden")
	p.keep("desktop-scriptless")
}

func telephone(p page) {
	p.keep("phone")
	eval[any](p, `document.querySelectorAll("details").forEach(d => { d.open = true; })`)
	require.LessOrEqual(p, eval[int](p, `document.documentElement.scrollWidth`), int(phone().width), "the page must not scroll sideways")
	eval[any](p, `document.querySelector("[data-v=fail] .panel").scrollIntoView()`)
	p.keep("phone-failure")
	eval[any](p, `document.querySelectorAll("[data-v=fail] .lanes")[2].scrollIntoView()`)
	p.keep("phone-sequence")
	p.quiet()
}

// contrast compares every text with its background (WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 for large text).
func contrast(p page, name string) {
	eval[any](p, `document.querySelectorAll("[data-v=fail] details, .chapter:first-of-type").forEach(d => { d.open = true; })`)
	p.keep("contrast-" + name)
	eval[any](p, `document.querySelector("[data-v=fail] .panel").scrollIntoView()`)
	p.keep("failure-" + name)
	faint := eval[[]string](p, `(() => {
		const part = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
		const rgb = text => text.match(/[\d.]+/g).map(Number);
		const light = c => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
		const over = (top, under, alpha) => top.slice(0, 3).map((v, i) => v * alpha + under[i] * (1 - alpha));
		const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
		const list = new Set();
		for (const e of document.querySelectorAll("body *")) {
			const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
			if (!own || !e.checkVisibility() || e.closest(".sr,.skip,script,style,option")) continue;
			const style = getComputedStyle(e), under = behind(e);
			let alpha = 1;
			for (let a = e; a; a = a.parentElement) alpha *= Number(getComputedStyle(a).opacity);
			const [a, b] = [light(over(rgb(style.color), under, alpha)), light(under)].sort((x, y) => y - x);
			const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
			const ratio = (a + .05) / (b + .05);
			if (ratio < (large ? 3 : 4.5)) list.add(e.tagName + "." + (e.className.baseVal ?? e.className) + " in " + e.parentElement.className + " " + ratio.toFixed(2));
		}
		return [...list];
	})()`)
	require.Empty(p, faint)
}

func structure(p page) {
	require.Equal(p, 1, eval[int](p, `document.querySelectorAll("h1").length`))
	require.Equal(p, 1, eval[int](p, `document.querySelectorAll("main").length`))
	require.Equal(p, 1, eval[int](p, `document.querySelectorAll("[role=search]").length`))
	require.Empty(p, eval[[]string](p, `[...document.querySelectorAll("input,select")].filter(e => !e.labels.length || !e.labels[0].innerText.trim()).map(e => e.id)`), "every control has a label")
	require.Empty(p, eval[[]string](p, `[...document.querySelectorAll("[aria-labelledby]")].filter(e => !document.getElementById(e.getAttribute("aria-labelledby"))).map(e => e.id)`))
	require.Empty(p, eval[[]string](p, `(() => { let last = 0; return [...document.querySelectorAll("main :is(h1,h2,h3,h4)")].filter(h => { const n = Number(h.tagName[1]), jump = n > last + 1; last = n; return jump; }).map(h => h.innerText); })()`), "no heading skips a level")
	require.NotEmpty(p, eval[string](p, `document.title`))
}

// prints looks for the verdict in the outline of the first printed page, whose titles are the headings in UTF-16.
func prints(p page) {
	pdf, err := chromedp.Run(p.tab.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground(),
		chromedp.PDFPageRanges("1"), chromedp.PDFOutlineAndTagged()))
	require.NoError(p, err)
	p.keepFile("print.pdf", pdf)
	require.True(p, bytes.HasPrefix(pdf, []byte("%PDF-")))
	verdict := eval[string](p, `document.querySelector("h1").innerText`)
	require.Equal(p, "不合格", verdict)
	require.Contains(p, strings.ToUpper(string(pdf)), titleOf(verdict), "the verdict is in the outline")
	p.quiet()
}

// titleOf returns a text as Chromium writes it into a PDF: UTF-16 with a byte order mark, in hex.
func titleOf(text string) string {
	title := "FEFF"
	for _, unit := range utf16.Encode([]rune(text)) {
		title += fmt.Sprintf("%04X", unit)
	}
	return title
}
