using Cairn.Contracts.Ledger;
using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;

namespace Cairn.Maturity.Tests.Pages;

/// <summary>A server with the pages of this room over a ledger written by hand: the climbing project at a day, or nothing at all.</summary>
public sealed class PageWorld : IAsyncDisposable
{
    private const string File = """
        project:
          name: flight-delay
          purpose: Will a flight arrive more than 15 minutes late?
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("cairn-pages-").FullName;
    private readonly WebApplication _app;

    private PageWorld(DateTimeOffset now)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddPlatform(new PlatformOptions { DataDirectory = _directory, SimulatedClock = now });
        builder.Services.AddCairnWeb().AddIdentity().AddProjects().AddMaturity();
        _app = builder.Build();
        _app.UsePlatform();
        _app.UseCairnWeb();
        _app.UseIdentity();
        _app.MapPlatform();
        _app.MapCairnWeb();
        _app.MapIdentity();
        _app.MapProjects();
        _app.MapMaturity();
    }

    public Uri Address { get; private set; } = null!;

    public LiveHub Live => _app.Services.GetRequiredService<LiveHub>();

    /// <summary>The project as it stands at the end of a day.</summary>
    public static async Task<PageWorld> AtAsync(int day)
    {
        PageWorld world = await EmptyAsync(FlightDelay.Day(day));
        await world.AddProjectAsync();
        await world.WriteAsync(Dressing.Of(FlightDelay.Until(day).Where(e => e.Type != "ledger.opened")));
        return world;
    }

    public static async Task<PageWorld> EmptyAsync(DateTimeOffset now)
    {
        var world = new PageWorld(now);
        await world._app.StartAsync();
        world.Address = new Uri(world._app.Urls.First());
        await world.WriteAsync([]);
        return world;
    }

    public HttpClient Client(string? actor = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (actor is not null) client.DefaultRequestHeaders.Add("X-Cairn-Actor", actor);
        return client;
    }

    public async Task WriteAsync(IEnumerable<LedgerEvent> events)
    {
        var store = _app.Services.GetRequiredService<LedgerStore>();
        await _app.Services.GetRequiredService<IDatabase>().WriteAsync(s =>
        {
            store.Insert(s, [.. events]);
        });
        await _app.Services.GetRequiredService<Sealer>().SealAsync(CancellationToken.None);
        await _app.Services.GetRequiredService<Simulation>().QuietAsync(CancellationToken.None);
    }

    public Task GrantAsync(string person, string role) => _app.Services.GetRequiredService<IDatabase>().WriteAsync(s => s.Execute("""
        insert into project_roles (project, person, role, granted_by, since, event_id) values ('flight-delay', @person, @role, 'hand', 0, '')
        """, new { person, role }));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private Task AddProjectAsync() => _app.Services.GetRequiredService<IDatabase>().WriteAsync(s => s.Execute("""
        insert into projects (name, repository, branch, commit_id, file_digest, file, state, registered_by, registered_at, declared_at, declared_event, synced_at)
        values ('flight-delay', '/nowhere', 'main', 'c0', 'sha256:0', @File, 'active', 'local', 0, 0, '', 0)
        """, new { File }));
}
