using System.Net;
using System.Text;
using Cairn.Platform.Http;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

public sealed class RepositoryTests
{
    [Fact]
    public async Task A_commit_is_described_and_checked_out_read_only()
    {
        using var repository = new TestRepository();
        string first = repository.Write("cairn.yaml", ProjectWorlds.File).Write("src/a b.txt", "one\ntwo\n").Commit("first");
        await using TestWorld world = await StartAsync(repository);
        repository.Git("mv", "src/a b.txt", "src/ü.txt");
        string second = repository.Write("run.sh", "#!/bin/sh\n").Commit(
            "Rename and add\n\nWords.\n\nReviewed-by: Ben <ben@example.org>\nReviewed-by: sim:cem\nCo-authored-by: Dee <dee@example.org>\nCairn-Run: run-7\n", "Ada Lovelace <ada@example.org>");
        var repositories = world.Get<IRepositories>();
        (await repositories.FetchAsync("late")).ShouldBe(second);
        CommitInfo info = await repositories.DescribeAsync("late", second);
        info.Title.ShouldBe("Rename and add");
        info.Parents.ShouldBe([first]);
        info.Author.ShouldBe(new Signature("Ada Lovelace", "ada@example.org"));
        info.Reviewers.ShouldBe([new Signature("Ben", "ben@example.org"), new Signature("sim:cem", "")]);
        info.CoAuthors.ShouldBe([new Signature("Dee", "dee@example.org")]);
        info.Trailers["cairn-run"].ShouldBe("run-7");
        info.Paths.Order(StringComparer.Ordinal).ShouldBe(["run.sh", "src/a b.txt", "src/ü.txt"]);
        info.Lines.ShouldBe(5);
        (await repositories.DescribeAsync("late", first)).Paths.ShouldBe(["cairn.yaml", "src/a b.txt"]);

        string tree = await repositories.CheckoutAsync("late", second);
        (await repositories.CheckoutAsync("late", second)).ShouldBe(tree);
        (await File.ReadAllTextAsync(Path.Combine(tree, "src", "ü.txt"))).ShouldBe("one\ntwo\n");
        File.GetUnixFileMode(Path.Combine(tree, "run.sh")).HasFlag(UnixFileMode.UserWrite).ShouldBeFalse();
        File.GetUnixFileMode(Path.Combine(tree, "src")).HasFlag(UnixFileMode.UserWrite).ShouldBeFalse();
        Encoding.UTF8.GetString((await repositories.ReadAsync("late", first, "src/a b.txt", 100))!).ShouldBe("one\ntwo\n");
        (await repositories.ReadAsync("late", first, "src", 100)).ShouldBeNull();
        (await repositories.ReadAsync("late", first, "*", 100)).ShouldBeNull();
        (await Should.ThrowAsync<ApiException>(() => repositories.ReadAsync("late", first, "cairn.yaml", 3))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Hooks_filters_links_and_configuration_of_the_repository_do_nothing_here()
    {
        string canary = Path.Combine(Path.GetTempPath(), "cairn-canary-" + Guid.NewGuid().ToString("N"));
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Write(".gitattributes", "*.txt filter=evil\n").Write("a.txt", "text\n");
        repository.Git("config", "filter.evil.smudge", $"touch {canary}");
        repository.Git("config", "uploadpack.packObjectsHook", $"touch {canary}");
        repository.Git("config", "core.fsmonitor", $"touch {canary}");
        Directory.CreateDirectory(Path.Combine(repository.Path, ".git", "hooks"));
        foreach (string hook in new[] { "post-checkout", "pre-receive", "post-index-change", "reference-transaction" })
        {
            string path = Path.Combine(repository.Path, ".git", "hooks", hook);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\ntouch {canary}\n");
            if (hook != "reference-transaction" && hook != "post-index-change") File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        File.CreateSymbolicLink(Path.Combine(repository.Path, "secrets"), "/etc/passwd");
        repository.Write(".gitmodules", $"[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% {canary}\n");
        string head = repository.Commit("first");
        File.Delete(canary);
        await using TestWorld world = await StartAsync(repository);
        string tree = await world.Get<IRepositories>().CheckoutAsync("late", head);
        File.Exists(canary).ShouldBeFalse();
        new FileInfo(Path.Combine(tree, "secrets")).LinkTarget.ShouldBeNull();
        (await File.ReadAllTextAsync(Path.Combine(tree, "secrets"))).ShouldBe("/etc/passwd");
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("--all")]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("main")]
    [InlineData("../../etc")]
    public async Task Only_commits_that_were_fetched_are_commits(string commit)
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await StartAsync(repository);
        var repositories = world.Get<IRepositories>();
        (await Should.ThrowAsync<ApiException>(() => repositories.CheckoutAsync("late", commit))).Status.ShouldBe(404);
        (await Should.ThrowAsync<ApiException>(() => repositories.DescribeAsync("late", commit))).Status.ShouldBe(404);
        (await Should.ThrowAsync<ApiException>(() => repositories.FetchAsync("../late"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Rewritten_history_is_seen_and_the_old_commits_stay()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        string old = repository.Write("a", "1").Commit("second");
        await using TestWorld world = await StartAsync(repository);
        repository.Git("reset", "--quiet", "--hard", "HEAD~1");
        string b = repository.Write("b", "1").Commit("other");
        string c = repository.Write("c", "1").Commit("another");
        var repositories = world.Get<IRepositories>();
        await repositories.FetchAsync("late");
        Ancestry forced = await repositories.BetweenAsync("late", old, c);
        forced.Rewritten.ShouldBeTrue();
        forced.Commits.ShouldBe([b, c]);
        (await repositories.BetweenAsync("late", b, c)).ShouldSatisfyAllConditions(a => a.Rewritten.ShouldBeFalse(), a => a.Commits.ShouldBe([c]));
        (await repositories.BetweenAsync("late", null, c)).Commits.Count.ShouldBe(3);
        (await repositories.DescribeAsync("late", old)).Title.ShouldBe("second");
    }

    private static async Task<TestWorld> StartAsync(TestRepository repository)
    {
        TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        return world;
    }
}
