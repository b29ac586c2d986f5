using System.Net;

namespace Cairn.Maturity.Tests.Pages;

public sealed class PageTests
{
    [Fact]
    public async Task An_empty_server_says_how_to_begin()
    {
        await using PageWorld world = await PageWorld.EmptyAsync(LogBuilder.Start);
        using HttpClient client = world.Client();
        string page = await client.GetStringAsync("/");
        page.ShouldContain("No project is registered.");
        page.ShouldContain("cairn projects add .");
        page.ShouldContain("Simulated world");
        (await client.GetAsync("/p/flight-delay")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        string ledger = await client.GetStringAsync("/ledger?verify=1");
        ledger.ShouldContain("ledger.opened");
        ledger.ShouldContain("Verified");
    }

    [Fact]
    public async Task The_pages_tell_the_project_as_the_ledger_has_it()
    {
        await using PageWorld world = await PageWorld.AtAsync(200);
        using HttpClient client = world.Client();
        (await client.GetStringAsync("/")).ShouldContain("Microsoft 2020 3 of 4");

        string overview = await client.GetStringAsync("/p/flight-delay");
        overview.ShouldContain("Will a flight arrive more than 15 minutes late?");
        foreach (string station in (string[])["source", "dataset", "run", "version", "gates", "release", "endpoint", "outcomes", "monitors", "trigger"])
            overview.ShouldContain($"id=\"station-{station}\"");
        overview.ShouldNotContain("none yet");
        overview.ShouldContain("98.2&#xA0;% joined");
        overview.ShouldContain("7 windows closed within their limits: availability, contract");
        overview.ShouldContain("Level 3");
        foreach (string part in (string[])["loop", "happened", "maturity"])
            (await client.GetStringAsync("/p/flight-delay/parts/" + part)).ShouldContain($"id=\"{part}\"");

        string maturity = await client.GetStringAsync("/p/flight-delay/maturity");
        maturity.ShouldContain("Microsoft 2020: level 3 of 4");
        maturity.ShouldContain("Without the simulated people");
        maturity.ShouldContain("Plan to Microsoft 2020 level 4");
        (await client.GetStringAsync("/p/flight-delay/maturity?ladder=google")).ShouldContain("Plan to Google level 2");
        string capability = await client.GetStringAsync("/p/flight-delay/maturity/model-versioning");
        capability.ShouldContain("current release[of = model, env = production]");
        HttpResponseMessage wrong = await client.GetAsync("/p/flight-delay/maturity/model-versionning");
        wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("/p/flight-delay/maturity/model-versioning");
    }

    [Fact]
    public async Task The_ledger_is_filtered_paged_and_shown_event_by_event()
    {
        await using PageWorld world = await PageWorld.AtAsync(70);
        using HttpClient client = world.Client();
        string page = await client.GetStringAsync("/p/flight-delay/ledger?type=release");
        page.ShouldContain("release.finished");
        page.ShouldNotContain("<span class=\"mono\">run.finished</span>");
        string all = await client.GetStringAsync("/p/flight-delay/ledger");
        all.ShouldContain("after=");
        string one = await client.GetStringAsync("/p/flight-delay/ledger/2");
        one.ShouldContain("&quot;type&quot;: &quot;project.declared&quot;");
        one.ShouldContain("ds1 declared the project");
        (await client.GetAsync("/p/flight-delay/ledger/999999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/ledger?after=nonsense!")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Who_holds_the_role_states_and_asks_and_another_approves()
    {
        await using PageWorld world = await PageWorld.AtAsync(70);
        await world.GrantAsync("sim:ada", "owner");
        await world.GrantAsync("sim:ben", "software-engineer");
        const string Page = "/p/flight-delay/maturity/project-registered", Gap = "/p/flight-delay/maturity/no-such-capability";
        using HttpClient nobody = world.Client(), ada = world.Client("sim:ada");
        (await nobody.GetStringAsync(Page)).ShouldContain("needs the role owner");
        HttpResponseMessage stated = await ada.PostAsync(Page + "/state", new FormUrlEncodedContent([]));
        stated.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        stated.Headers.Location!.ToString().ShouldBe(Page);
        HttpResponseMessage refused = await nobody.PostAsync(Page + "/state", new FormUrlEncodedContent([]));
        refused.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("cairn-flash=4.");
        HttpResponseMessage unknown = await ada.PostAsync(Gap + "/waive", new FormUrlEncodedContent([new("reason", "x"), new("until", "2026-04-01")]));
        unknown.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("cairn-flash=4.");
    }

    [Fact]
    public async Task Open_pages_are_told_of_new_events()
    {
        await using PageWorld world = await PageWorld.AtAsync(5);
        using HttpClient client = world.Client();
        client.Timeout = TimeSpan.FromSeconds(30);
        using HttpResponseMessage live = await client.GetAsync("/live?topics=project:flight-delay", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await live.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The greeting ends with an empty line.
        }
        var log = new LogBuilder { Day = 5.5 };
        log.Add("project.paused", LogBuilder.Project, []);
        await world.WriteAsync(log.Events.Select(e => e with { Id = "01ELIVE" }));
        string? line = await reader.ReadLineAsync();
        while (line?.StartsWith("data:", StringComparison.Ordinal) != true) line = await reader.ReadLineAsync();
        line.ShouldContain("project:flight-delay");
    }
}
