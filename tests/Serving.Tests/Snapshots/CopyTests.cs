using Cairn.Contracts.Snapshots;
using Cairn.Serving.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Snapshots;

/// <summary>A copy of the data plane that follows a control plane over HTTP.</summary>
public sealed class CopyTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-copy-").FullName;
    private StandInControlPlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await StandInControlPlane.StartAsync();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return _plane.DisposeAsync();
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_follows_a_release_and_what_did_not_change_is_not_sent_again()
    {
        VariantRoute first = _plane.Model("1", TestModels.Constant(1)), second = _plane.Model("2", TestModels.Constant(2)), third = _plane.Model("3", TestModels.Constant(3));
        _plane.Serve(1, ServingHost.Endpoint("m", first));
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => copy.Routes.Epoch == 1 && _plane.Count("/api/v1/snapshot", 304) > 2);
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));

        _plane.Serve(2, ServingHost.Endpoint("m", second));
        await Until.TrueAsync(() => copy.Routes.Epoch == 2);
        (await AskAsync(copy)).ShouldBe(("2", "[2]"));
        _plane.Serve(3, ServingHost.Endpoint("m", third));
        await Until.TrueAsync(() => copy.Routes.Epoch == 3 && _plane.Answers.Last().Status == 304);
        // Each file came once; the one of two releases ago is gone.
        _plane.Count("/api/v1/snapshot/files/", 200).ShouldBe(3);
        Kept().ShouldBe(new[] { second.Digest, third.Digest }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_goes_on_while_the_control_plane_is_away_and_follows_when_that_is_back()
    {
        _plane.Serve(1, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => copy.Routes.Epoch == 1);
        _plane.Away = true;
        int asked = _plane.Answers.Count;
        await Until.TrueAsync(() => _plane.Answers.Count > asked + 1);
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));

        _plane.Serve(2, ServingHost.Endpoint("m", _plane.Model("2", TestModels.Constant(2))));
        _plane.Away = false;
        await Until.TrueAsync(() => copy.Routes.Epoch == 2);
        (await AskAsync(copy)).ShouldBe(("2", "[2]"));
    }

    [Fact]
    public async Task A_file_that_is_not_the_one_of_its_digest_is_never_served()
    {
        _plane.Serve(1, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => copy.Routes.Epoch == 1);
        VariantRoute second = _plane.Model("2", TestModels.Constant(2));
        _plane.Instead = TestModels.Constant(666);
        _plane.Serve(2, ServingHost.Endpoint("m", second));
        await Until.TrueAsync(() => _plane.Count("/api/v1/snapshot/files/" + second.Digest, 200) > 1);
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));
        Kept().ShouldNotContain(second.Digest);

        _plane.Instead = null;
        await Until.TrueAsync(() => copy.Routes.Epoch == 2);
        (await AskAsync(copy)).ShouldBe(("2", "[2]"));
    }

    [Fact]
    public async Task It_starts_again_without_the_control_plane()
    {
        _plane.Serve(1, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        await using (ServingHost before = await StartAsync()) await Until.TrueAsync(() => before.Routes.Epoch == 1 && Kept().Count == 1 && File.Exists(Path.Combine(Home, "snapshot.json")));
        _plane.Away = true;
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => copy.Routes.Epoch == 1);
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));
        _plane.Count("/api/v1/snapshot/files/", 200).ShouldBe(1);
    }

    [Fact]
    public async Task A_damaged_file_is_not_served_after_a_start_but_fetched_anew()
    {
        VariantRoute model = _plane.Model("1", TestModels.Constant(1));
        _plane.Serve(1, ServingHost.Endpoint("m", model));
        await using (ServingHost before = await StartAsync()) await Until.TrueAsync(() => before.Routes.Epoch == 1 && File.Exists(Path.Combine(Home, "snapshot.json")));
        await File.WriteAllBytesAsync(Path.Combine(Home, "files", model.Digest["sha256:".Length..], "model"), TestModels.Constant(666));
        _plane.Away = true;
        int asked = _plane.Answers.Count;
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => _plane.Answers.Count > asked);
        copy.Routes.Epoch.ShouldBe(0);
        _plane.Away = false;
        await Until.TrueAsync(() => copy.Routes.Epoch == 1);
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));
    }

    [Fact]
    public async Task A_wrong_token_gets_nothing_and_leaves_what_is_served()
    {
        _plane.Serve(1, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        _plane.Token = "cairn_another_secret";
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => _plane.Count("/api/v1/snapshot", 401) > 1);
        copy.Routes.Epoch.ShouldBe(0);
        ((int)(await copy.GetAsync("/v2/health/ready")).Status).ShouldBe(503);

        _plane.Token = "cairn_copy_secret";
        await Until.TrueAsync(() => copy.Routes.Epoch == 1);
        _plane.Token = "cairn_another_secret";
        int refused = _plane.Count("/api/v1/snapshot", 401);
        await Until.TrueAsync(() => _plane.Count("/api/v1/snapshot", 401) > refused);
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_served_leaves_the_one_before()
    {
        _plane.Serve(2, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => copy.Routes.Epoch == 2);
        VariantRoute broken = _plane.Model("2", [1, 2, 3]);
        _plane.Serve(3, ServingHost.Endpoint("m", broken));
        await Until.TrueAsync(() => _plane.Count("/api/v1/snapshot/files/" + broken.Digest, 200) == 1 && _plane.Answers.Last().Path == "/api/v1/snapshot");
        (await AskAsync(copy)).ShouldBe(("1", "[1]"));
    }

    [Fact]
    public async Task It_follows_a_control_plane_that_says_something_else_under_an_epoch_that_was_or_a_lower_one()
    {
        _plane.Serve(7, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => copy.Routes.Epoch == 7);
        _plane.Serve(7, ServingHost.Endpoint("m", _plane.Model("2", TestModels.Constant(2))));
        await Until.TrueAsync(() => copy.Routes.Epoch == 8);
        (await AskAsync(copy)).ShouldBe(("2", "[2]"));
        // One that was restored from a backup.
        _plane.Serve(3, ServingHost.Endpoint("m", _plane.Model("3", TestModels.Constant(3))));
        await Until.TrueAsync(() => copy.Routes.Epoch == 9);
        (await AskAsync(copy)).ShouldBe(("3", "[3]"));
    }

    [Fact]
    public async Task What_it_already_serves_is_not_loaded_again_after_a_start()
    {
        _plane.Serve(4, ServingHost.Endpoint("m", _plane.Model("1", TestModels.Constant(1))));
        await using (ServingHost before = await StartAsync()) await Until.TrueAsync(() => before.Routes.Epoch == 4 && File.Exists(Path.Combine(Home, "snapshot.json")));
        int asked = _plane.Count("/api/v1/snapshot", 304);
        await using ServingHost copy = await StartAsync();
        await Until.TrueAsync(() => _plane.Count("/api/v1/snapshot", 304) > asked + 1);
        copy.Routes.Epoch.ShouldBe(4);
    }

    [Theory]
    [InlineData("https://cairn.example.org", null, "https://cairn.example.org/api/v1/snapshot")]
    [InlineData("https://cairn.example.org/under/api/v1/snapshot/", null, "https://cairn.example.org/under/api/v1/snapshot")]
    [InlineData("http://127.0.0.1:7337", null, "http://127.0.0.1:7337/api/v1/snapshot")]
    [InlineData("http://cairn.lan:7337/api/v1/snapshot", "cairn.lan", "http://cairn.lan:7337/api/v1/snapshot")]
    public void An_address_is_the_servers_or_the_snapshots(string address, string? plain, string snapshot) =>
        ControlPlane.Parse(address, " secret\n", plain).ShouldBe(new ControlPlane(new Uri(snapshot)) { Token = "secret" });

    [Theory]
    [InlineData("http://cairn.lan", "t", null, "--allow-http cairn.lan")]
    [InlineData("http://cairn.lan", "t", "other.lan", "--allow-http cairn.lan")]
    [InlineData("ftp://cairn.lan", "t", null, "https://")]
    [InlineData("https://ada:pass@cairn.lan", "t", null, "CAIRN_TOKEN")]
    [InlineData("https://cairn.lan/?token=t", "t", null, "path")]
    [InlineData("https://cairn.lan", "a b", null, "CAIRN_TOKEN")]
    public void An_address_that_no_token_may_be_sent_to_is_refused(string address, string token, string? plain, string holds) =>
        Should.Throw<FormatException>(() => ControlPlane.Parse(address, token, plain)).Message.ShouldContain(holds, Case.Sensitive);

    [Fact]
    public void Every_file_of_a_snapshot_is_named_and_moved()
    {
        static string Of(char digit) => "sha256:" + new string(digit, 64);
        var snapshot = new RouteSnapshot
        {
            Epoch = 1,
            Endpoints =
            [
                ServingHost.Endpoint("m", new VariantRoute { Version = "1", Digest = Of('1'), Path = "/a/1", WeightPermille = 1000, Members = new Dictionary<string, string> { [Of('2')] = "/a/2" } }) with
                {
                    Shadow = new() { Version = "2", Digest = Of('3'), Path = "/a/3", Members = new Dictionary<string, string> { [Of('4')] = "/a/4" } },
                    Lookups = [new() { Feature = "f", Digest = Of('5'), Path = "/a/5" }],
                },
            ],
        };
        SnapshotFiles.Of(snapshot).Values.ShouldBe(["/a/1", "/a/2", "/a/3", "/a/4", "/a/5"]);
        SnapshotFiles.Of(SnapshotFiles.Moved(snapshot, digest => "/b/" + digest[^1])).ShouldBe("12345".ToDictionary(Of, c => "/b/" + c));
    }

    private string Home => Path.Combine(_folder, "log", ".copy");

    private IReadOnlyList<string> Kept() => Directory.Exists(Path.Combine(Home, "files"))
        ? [.. Directory.EnumerateDirectories(Path.Combine(Home, "files")).Select(d => "sha256:" + Path.GetFileName(d)).Order(StringComparer.Ordinal)]
        : [];

    private Task<ServingHost> StartAsync() => ServingHost.StartAsync(
        o => (o.ControlPlane, o.FollowMilliseconds) = (ControlPlane.Parse(_plane.Address, "cairn_copy_secret", null), 5), directory: _folder);

    private static async Task<(string Version, string Output)> AskAsync(ServingHost copy)
    {
        Answer answer = await copy.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[7]}]}""");
        return (answer.Headers["X-Cairn-Version"], answer.Output("version"));
    }
}
