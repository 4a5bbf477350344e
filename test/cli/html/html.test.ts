/** What is put into a page is text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreign, type Html, html } from '../../../src/cli/html/html.ts';
import { page } from '../../../src/cli/html/page.ts';

describe('html', () => {
  it('takes texts as texts, and HTML of its own as it is', () => {
    expect(
      html`<p title="${'"a" & <b>'}">${'</p><script>'}${html`<br>`}${[1, ' & ', html`<i>2</i>`]}</p>`.text,
    ).toBe('<p title="&quot;a&quot; &amp; &lt;b&gt;">&lt;/p&gt;&lt;script&gt;<br>1 &amp; <i>2</i></p>');
  });

  it('leaves out what is absent', () => {
    expect(html`a${undefined}${false}${[]}b${0}`.text).toBe('ab0');
  });

  it('shows what cannot be seen, and keeps what is written from right to left apart', () => {
    expect(foreign('a\u202eb\nc\u0000').text).toBe('<bdi>a\\u{202e}b\\nc\\u{0}</bdi>');
  });

  it('makes of no text markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`<p title="${text}">${text}</p>`.text.match(/[<>"]/g)?.join('')).toBe('<"">' + '<>');
      }),
    );
  });

  it('takes no value for HTML because it looks like it', () => {
    const read = JSON.parse('{"text":"<script>"}') as unknown as Html;
    expect(() => html`${read}`).toThrow(TypeError);
  });

  it('refuses an attribute without quotes', () => {
    expect(() => html`<p title=${'a'}>`).toThrow('an attribute without quotes');
  });
});

describe('a page', () => {
  it('allows its own style and script alone', () => {
    const text = page({ title: 'A </title>', style: 'p{}', script: 'go()', body: html`<p>B</p>` });
    expect(text).toMatch(
      /content="default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;; script-src &#39;sha256-[\w+/=]{44}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"/,
    );
    expect(text).toContain('<title>A &lt;/title&gt;</title>');
    expect(page({ title: 'A', body: html`` })).not.toContain('script');
  });

  it('refuses a script that would end itself', () => {
    expect(() => page({ title: 'A', script: '"</script>"', body: html`` })).toThrow(TypeError);
  });
});
