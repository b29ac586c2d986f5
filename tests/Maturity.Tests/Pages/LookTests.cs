using Cairn.Pages.Tests;
using Microsoft.Playwright;

namespace Cairn.Maturity.Tests.Pages;

/// <summary>The pages in Chromium, desk and phone, light and dark: nothing for axe to find, no sideways scroll, no fault, all charts drawn.</summary>
public sealed class LookTests(LookTests.Chromium chromium) : IClassFixture<LookTests.Chromium>
{
    private static readonly string Executable = Environment.GetEnvironmentVariable("CAIRN_CHROMIUM") ?? "/usr/bin/chromium";

    public static TheoryData<string, bool, bool> Views { get; } = new(
        View.Of("/", "/p/flight-delay", "/p/flight-delay/maturity", "/p/flight-delay/maturity/source-control", "/p/flight-delay/ledger?verify=1", "/p/flight-delay/ledger/7"));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_is_accessible_whole_and_without_faults(string path, bool phone, bool dark)
    {
        var view = new View(phone, dark);
        await using OpenPage open = await chromium.OpenAsync(path, view);
        await open.DrawAllAsync();
        await open.PictureAsync($"{path.Trim('/').Replace('/', '-').Split('?')[0]}-{view}");
        (await open.ViolationsAsync()).ShouldBeEmpty();
        (await open.ScrollsSidewaysAsync()).ShouldBeFalse();
        open.Faults.ShouldBeEmpty();
    }

    /// <summary>One browser and one world for all looks.</summary>
    public sealed class Chromium : IAsyncLifetime
    {
        private IPlaywright? _playwright;
        private IBrowser? _browser;
        private PageWorld _world = null!;

        public async ValueTask InitializeAsync()
        {
            if (!File.Exists(Executable)) return;
            _world = await PageWorld.AtAsync(200);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
        }

        public async Task<OpenPage> OpenAsync(string path, View view)
        {
            if (_browser is null) Assert.Skip($"No Chromium at {Executable}; set CAIRN_CHROMIUM to its path.");
            IBrowserContext context = await _browser.NewContextAsync(new()
            {
                ViewportSize = new() { Width = view.Width, Height = view.Height },
                ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
                BaseURL = _world.Address.ToString(),
            });
            var page = new OpenPage(await context.NewPageAsync());
            await page.GoAsync(path);
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            if (_browser is not null) await _browser.DisposeAsync();
            _playwright?.Dispose();
            if (_world is not null) await _world.DisposeAsync();
        }
    }
}
