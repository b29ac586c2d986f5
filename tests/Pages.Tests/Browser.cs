using Microsoft.Playwright;

namespace Cairn.Pages.Tests;

/// <summary>The site and one Chromium for all tests of the collection; tests are skipped where there is no Chromium.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string Executable = Environment.GetEnvironmentVariable("CAIRN_CHROMIUM") ?? "/usr/bin/chromium";
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public Site Site { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        if (File.Exists(Executable))
        {
            _playwright = await Playwright.CreateAsync();
            _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
        }
    }

    /// <summary>A fresh page of its own context; skips the test where there is no browser.</summary>
    public async Task<OpenPage> OpenAsync(string path, View view = default, bool script = true)
    {
        if (_chromium is null)
        {
            Assert.Skip($"No Chromium at {Executable}; set CAIRN_CHROMIUM to its path.");
        }

        var context = await _chromium.NewContextAsync(new()
        {
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = script,
            BaseURL = Site.Address.ToString(),
        });
        var page = new OpenPage(await context.NewPageAsync(), script);
        await page.GoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
        await Site.DisposeAsync();
    }
}
