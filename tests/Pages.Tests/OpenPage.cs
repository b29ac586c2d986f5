using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cairn.Pages.Tests;

/// <summary>A page in the browser that remembers what went wrong on it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private const int Patience = 30_000;
    private readonly List<string> _faults = [];
    private readonly bool _script;

    // Five seconds by itself, which a machine at work elsewhere may need.
    static OpenPage() => Assertions.SetDefaultExpectTimeout(Patience);

    /// <param name="script">Whether the page's own script runs.</param>
    public OpenPage(IPage page, bool script = true)
    {
        (Page, _script) = (page, script);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _faults.Add(message.Text);
            }
        };
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => _faults.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Console errors, script faults, and what the content policy refused.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Over when the page is there, and when the server listens for what its live parts show: what is published from then on arrives.</summary>
    public async Task GoAsync(string path)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(object? sender, IResponse response)
        {
            // The server subscribes before it answers.
            if (new Uri(response.Url).AbsolutePath == "/live") answered.TrySetResult();
        }

        Page.Response += Hear;
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        if (_script && await Page.Locator("[data-topics]:not([data-topics=''])").CountAsync() > 0) await answered.Task.WaitAsync(TimeSpan.FromMilliseconds(Patience));
        Page.Response -= Hear;
    }

    /// <summary>Brings every chart and graph into view and waits until each is drawn.</summary>
    public async Task DrawAllAsync()
    {
        foreach (var box in await Page.Locator("[data-chart],[data-src]").AllAsync())
        {
            await box.ScrollIntoViewIfNeededAsync();
            await box.Locator("canvas").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }

        foreach (var graph in await Page.Locator("[data-graph]").AllAsync())
        {
            await graph.ScrollIntoViewIfNeededAsync();
            if (Page.ViewportSize!.Width > 768)
            {
                await graph.Locator("> svg path").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            }
        }

        await Page.EvaluateAsync("scrollTo(0, 0)");
    }

    /// <summary>What axe finds against WCAG 2.2 AA and its best practices, one line each.</summary>
    public async Task<string[]> ViolationsAsync()
    {
        var result = await Page.RunAxe(new Deque.AxeCore.Commons.AxeRunOptions
        {
            RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });
        return [.. result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}: {n.Any.Concat(n.All).Concat(n.None).FirstOrDefault()?.Message}"))];
    }

    /// <summary>What of the text is too faint, for a second look in the other theme.</summary>
    public async Task<string[]> FaintAsync()
    {
        var result = await Page.RunAxe(new Deque.AxeCore.Commons.AxeRunOptions { RunOnly = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } });
        return [.. result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}"))];
    }

    /// <summary>How far things jumped since the page began: 0 to 1 and more, as browsers sum it up.</summary>
    public async Task<double> ShiftAsync() => await Page.EvaluateAsync<double>("""
        document.fonts.ready.then(() => new Promise(done => {
          let sum = 0;
          const add = entries => entries.forEach(e => sum += e.hadRecentInput ? 0 : e.value), seen = new PerformanceObserver(list => add(list.getEntries()));
          seen.observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => { add(seen.takeRecords()); done(sum); }));
        }))
        """);

    /// <summary>What can be clicked but not reached by the keyboard, or is reached out of turn.</summary>
    public async Task<string[]> OutOfReachAsync() => await Page.EvaluateAsync<string[]>("""
        [...document.querySelectorAll('a,button,input:not([type=hidden]),select,textarea,summary,[onclick],[tabindex]')]
          .filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]') && (e.tabIndex > 0 || (e.tabIndex < 0 && !e.disabled && e.id !== 'main')))
          .map(e => e.outerHTML.slice(0, 200))
        """);

    public async Task<bool> ScrollsSidewaysAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");

    /// <summary>With <c>CAIRN_PICTURES=1</c> a picture of the whole page under <c>pictures/</c> beside the test binary: it costs as much as all else together.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CAIRN_PICTURES") is null) return;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "pictures", name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
