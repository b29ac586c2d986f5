namespace Cairn.Cli.Tests;

public sealed class TableTests
{
    private const string Runs = """
        {"items":[
          {"name":"brisk-gull","state":"succeeded","metrics":{"auc":0.7124},"dataset":"2001-04-16","commit":"4f1c2a9bd0","started_at":"2026-01-10T11:19:00Z"},
          {"name":"calm-otter","state":"failed","metrics":{},"dataset":"2001-04-15","commit":"77aa0011cc","started_at":"2026-01-08T12:00:00Z"},
          {"name":"eager-wren","state":"succeeded","metrics":{"auc":0.731},"dataset":"2001-04-14","commit":"0123456789","started_at":"2025-06-01T00:00:00Z"}
        ],"next":null}
        """;

    // A table is asked for by its columns, anything else for everything.
    private static FakeServer Server() => new FakeServer().On("GET /api/v1/projects/flight-delay/runs?limit=51", Runs).On("GET /api/v1/projects/flight-delay/runs?fields=metrics.auc&limit=51", Runs);

    [Fact]
    public async Task A_person_sees_aligned_columns_capitals_and_numbers_right()
    {
        var run = await Session.RunAsync(Server(), "runs list -p flight-delay --color never", tty: true);

        run.Code.ShouldBe(0);
        run.Out.ShouldBe("""
            RUN         STATE        AUC  DATA        COMMIT   STARTED
            brisk-gull  succeeded  0.712  2001-04-16  4f1c2a9  41 min ago
            calm-otter  failed        --  2001-04-15  77aa001  2 d ago
            eager-wren  succeeded  0.731  2001-04-14  0123456  2025-06-01

            """, StringCompareShould.IgnoreLineEndings);
        run.Error.ShouldContain("next: cairn runs show brisk-gull");
    }

    [Fact]
    public async Task A_program_reads_tabs_and_whole_values()
    {
        var run = await Session.RunAsync(Server(), "runs list -p flight-delay");

        run.Out.Split('\n')[0].ShouldBe("RUN\tSTATE\tAUC\tDATA\tCOMMIT\tSTARTED");
        run.Out.Split('\n')[1].ShouldBe("brisk-gull\tsucceeded\t0.7124\t2001-04-16\t4f1c2a9bd0\t2026-01-10T11:19:00Z");
        run.Out.Split('\n')[2].ShouldBe("calm-otter\tfailed\t\t2001-04-15\t77aa0011cc\t2026-01-08T12:00:00Z");
        run.Error.ShouldBe("");
    }

    [Fact]
    public async Task Sorting_by_a_metric_puts_rows_without_it_last()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects/flight-delay/runs?sort=-metrics.auc&limit=51", Runs).On("GET /api/v1/projects/flight-delay/runs?sort=metrics.auc&limit=3", Runs)
            .On("GET /api/v1/projects/flight-delay/runs?sort=name&fields=metrics.auc&limit=51", Runs).On("GET /api/v1/projects/flight-delay/runs?sort=-metrics.auc&fields=metrics.auc%2Cmetrics.auc&limit=51", Runs)
            .On("GET /api/v1/projects/flight-delay/runs?limit=500", Runs).On("GET /api/v1/projects/flight-delay/runs?view=good&limit=500", Runs);

        var down = await Session.RunAsync(server, "runs list -p flight-delay --sort -auc --cols run,auc --no-header");
        var up = await Session.RunAsync(server, "runs list -p flight-delay --sort auc --cols run --no-header --limit 2");

        down.Out.ShouldBe("eager-wren\t0.731\nbrisk-gull\t0.7124\ncalm-otter\t\n");
        up.Out.ShouldBe("brisk-gull\neager-wren\n");
        // By a name of the server's; by what only we sort; a saved view has its own order there.
        foreach (var (words, first) in new[] { ("--sort run", "brisk-gull"), ("--sort -auc", "eager-wren"), ("--sort state", "calm-otter"), ("--view good --sort -auc", "eager-wren") })
        {
            (await Session.RunAsync(server, $"runs list -p flight-delay {words} --no-header")).Out.ShouldStartWith(first, customMessage: words);
        }
    }

    [Fact]
    public async Task An_unknown_column_names_the_nearest()
    {
        var run = await Session.RunAsync(Server(), "runs list -p flight-delay --cols comit");

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("no column 'comit'");
        run.Error.ShouldContain("did you mean commit?");
        run.Out.ShouldBe("");
    }

    [Fact]
    public async Task A_narrow_terminal_cuts_the_widest_text()
    {
        var run = await Session.RunAsync(Server(), "runs list -p flight-delay --color never", tty: true, width: 56);

        run.Out.Split('\n').ShouldAllBe(line => line.Length <= 56);
        run.Out.ShouldContain("…");
    }

    [Theory]
    [InlineData("always", false, "", true)]
    [InlineData("auto", true, "", true)]
    [InlineData("auto", false, "", false)]
    [InlineData("auto", true, "1", false)]
    [InlineData("never", true, "", false)]
    public async Task Colour_is_on_state_words_only_and_can_be_refused(string when, bool tty, string noColor, bool colored)
    {
        var environment = new Dictionary<string, string> { ["NO_COLOR"] = noColor };

        var run = await Session.RunAsync(Server(), $"runs list -p flight-delay --color {when}", tty, environment: environment);

        // Without a terminal the rows are for programs: no colour even when it is forced.
        run.Out.Contains("\u001b[32msucceeded", StringComparison.Ordinal).ShouldBe(colored && tty);
    }

    [Fact]
    public async Task Pages_are_followed_until_the_limit()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects?limit=3", """{"items":[{"name":"a"},{"name":"b"}],"next":"c/1="}""")
            .On("GET /api/v1/projects?limit=3&after=c%2F1%3D", """{"items":[{"name":"c"},{"name":"d"}],"next":"x"}""");

        var run = await Session.RunAsync(server, "projects list --limit 2 --cols project --no-header", tty: true);

        run.Out.ShouldBe("a\nb\n");
        run.Error.ShouldContain("the first 2");
        server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Json_is_whole_and_in_the_names_of_the_interface()
    {
        var run = await Session.RunAsync(Server(), "runs list -p flight-delay --json");

        var items = System.Text.Json.Nodes.JsonNode.Parse(run.Out)!["items"]!.AsArray();
        items.Count.ShouldBe(3);
        items[0]!["metrics"]!["auc"]!.GetValue<double>().ShouldBe(0.7124);
    }
}
