using System.Net;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

public sealed class RepositoryAddressTests
{
    public static TheoryData<string> Refused { get; } =
    [
        "", " ", "-", "--upload-pack=touch /tmp/x", "-oProxyCommand=touch", "ext::sh -c touch% /tmp/x", "file:///etc", "file:/etc", "ssh://git@example.org/a/b",
        "ssh://-oProxyCommand=x/a", "git@example.org:a/b.git", "git://example.org/a", "http://example.org/a/b", "HTTPS://example.org/a/b", "https:///a/b", "https://example.org",
        "https://example.org/", "https://user@example.org/a/b", "https://user:secret@example.org/a/b", "https://example.org/a/../b", "https://example.org/./a", "https://example.org/a//b",
        "https://example.org/%2e%2e/a", "https://example.org/a?x=1", "https://example.org/a#x", "https://example.org/a b", "https://example.org/a\nb", "https://example.org/a\0b",
        "https://example.org\\@evil.example/a", "https://example.org:99999/a", "https://example.org:0/a", "https://[::1]/a/b", "https://example.org/-a", "https://-example.org/a",
        "https://example..org/a", "relative/path", "./here", "../up", "~root/x", "/a/../b", "/a/./b", "/a//b", "/-a", "/a\nb", "//host/share", "\\\\host\\share", "C:\\x", "::1", "a:b",
        "https://exämple.org/a",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Everything_else_is_refused(string text)
        => Should.Throw<ApiException>(() => RepositoryAddress.Parse(text)).Status.ShouldBe(400);

    [Theory]
    [InlineData("https://git.example.org/team/project.git", "git.example.org", 443)]
    [InlineData("https://git.example.org:8443/a", "git.example.org", 8443)]
    [InlineData("/srv/git/project.git", null, 0)]
    [InlineData("/home/a b/ok/", null, 0)]
    public void Addresses_are_read(string text, string? host, int port)
    {
        RepositoryAddress address = RepositoryAddress.Parse(text);
        (address.Host, address.Port).ShouldBe((host, port));
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("--upload-pack=x")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a:b")]
    [InlineData("a~1")]
    [InlineData("a^{}")]
    [InlineData("@{u}")]
    [InlineData("a.lock")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData(".a")]
    [InlineData("a*")]
    [InlineData("+a")]
    public void Branch_names_that_mean_something_else_are_refused(string branch)
        => Should.Throw<ApiException>(() => GitNames.Branch(branch)).Status.ShouldBe(400);

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("140.82.121.4", true)]
    [InlineData("2606:50c0:8000::153", true)]
    public void Private_addresses_are_not_connected_to(string address, bool open) => PublicAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(open);

    [Fact]
    public async Task Over_HTTP_no_form_does_anything_but_answer_400_and_a_good_one_works()
    {
        string canary = Path.Combine(Path.GetTempPath(), "cairn-canary-" + Guid.NewGuid().ToString("N"));
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        string[] forms =
        [
            $"--upload-pack=touch {canary}", $"ext::sh -c touch% {canary}", $"file://{repository.Path}", "https://localhost/a/b", "https://127.0.0.1/a", "https://2130706433/a", "https://0x7f000001/a",
            $"{repository.Path}/../{Path.GetFileName(repository.Path)}", "/etc", "/nowhere/at/all", $"/tmp\n--upload-pack=touch {canary}", $"{repository.Path}\0",
        ];
        foreach (string form in forms)
        {
            JsonNode? problem = await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.BadRequest, new { repository = form });
            problem.Text("field").ShouldBe("repository");
        }
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.BadRequest, new { repository = repository.Path, branch = $"--upload-pack=touch {canary}" });
        File.Exists(canary).ShouldBeFalse();
        (await world.EventsAsync()).Count.ShouldBe(1);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
    }

    [Fact]
    public async Task A_path_is_taken_from_this_machine_only()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        string secret = (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "person:eve", role = "admin" })).Text("secret");
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Forbidden, new { repository = repository.Path }, authorization: "Bearer " + secret);
    }
}
