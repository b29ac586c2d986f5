using System.Collections.Concurrent;
using Cairn.Compute;
using Cairn.Contracts.Ledger;
using Cairn.Pages.Tests;
using Cairn.Platform.Ledger;
using Microsoft.Playwright;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>The whole server with something in every room on a real port, and one Chromium to look at it; without Chromium its tests are skipped.</summary>
public sealed class FilledSite : IAsyncLifetime
{
    private static readonly string Executable = Environment.GetEnvironmentVariable("CAIRN_CHROMIUM") ?? "/usr/bin/chromium";
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _leads = new(StringComparer.Ordinal);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private TestRepository? _repository;
    private TestWorld? _world;
    private Task _task = Task.CompletedTask;

    public TestWorld World => _world!;

    internal PageAddresses Addresses { get; private set; } = null!;

    public bool Absent => _browser is null;

    public static string Why => $"No Chromium at {Executable}; set CAIRN_CHROMIUM to its path.";

    /// <summary>The running step goes on once somebody writes here.</summary>
    private string Gate => Path.Combine(World.Directory, "gate");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable)) return;
        (_world, _repository) = await PagesWorld.StartAsync(listens: true);
        Filled filled = await World.FillAsync();
        string prediction = await World.PredictAsync();
        await World.QuietAsync();
        Addresses = new PageAddresses(filled, prediction);
        string script = $"mkfifo {Gate}; echo 'first line'; read go < {Gate}; echo 'second line'; read go < {Gate}";
        _task = World.Get<ICompute>().RunAsync(new ComputeTask(PagesWorld.OpenTask, PagesWorld.Project, ["/bin/sh", "-c", script]), _stop.Token);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
    }

    /// <summary>A fresh page of its own context.</summary>
    public async Task<OpenPage> OpenAsync(string path, View view)
    {
        if (_browser is null) Assert.Skip(Why);
        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            BaseURL = World.Http.BaseAddress!.ToString(),
        });
        var page = new OpenPage(await context.NewPageAsync());
        await page.GoAsync(path);
        return page;
    }

    /// <summary>As a browser asks for a page.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return await World.Http.SendAsync(request);
    }

    /// <summary>Whether a link of this site is answered; each is asked once.</summary>
    public async Task<bool> LeadsAsync(string link)
    {
        if (_leads.TryGetValue(link, out bool known)) return known;
        using HttpResponseMessage answer = await GetAsync(link);
        return _leads[link] = answer.IsSuccessStatusCode;
    }

    /// <summary>Lets the running step write its next line.</summary>
    public async Task GoOnAsync()
    {
        await using var gate = new FileStream(Gate, FileMode.Open, FileAccess.Write);
        await gate.WriteAsync("go\n"u8.ToArray());
    }

    /// <summary>Puts an event of the project on record.</summary>
    public Task RecordAsync(string type, string subject, System.Text.Json.Nodes.JsonObject data) => World.Database.WriteAsync(s =>
        World.Ledger.Append(s, new EventDraft(type, subject, PagesWorld.Project, Actor.Service("pipelines")) { Data = data }));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_world is not null) await _world.DisposeAsync();
        _repository?.Dispose();
        _stop.Dispose();
    }
}
