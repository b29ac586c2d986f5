using System.Diagnostics;
using System.Net;
using Cairn.Platform.Http;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

/// <summary>A repository full of links to what is not its own: in a working copy each is a file with the way it names, and leads nowhere.</summary>
public sealed class RepositoryLinkTests
{
    private static readonly (string Name, string Target)[] Links =
    [
        ("absolute", "/etc/passwd"), ("climbing", "../../../../../../etc/passwd"), ("folder", "/etc"), ("root", "/"), ("above", ".."), ("itself", "itself"), ("chain", "absolute"), ("dangling", "/nowhere/at/all"),
        ("process", "/proc/self/environ"), ("git", ".git/config"), ("sub/deep", "../../../../../../etc/passwd"), ("device", "/dev/zero"), ("odd name\twith \"marks\"", "/etc/passwd"), ("home", "~/.ssh/id_rsa"), ("current", "."),
    ];

    private static readonly (string Mode, string Name)[] Odd =
        [("100644", ".git"), ("100644", ".GIT"), ("100644", ".."), ("100644", "."), ("120000", ".gitmodules"), ("100644", "git~1"), ("100644", ".g\u200cit"), ("040000", ".git"), ("040000", ".."), ("120000", "sub"), ("100644", "a/b"), ("100644", "")];

    [Fact]
    public async Task A_link_in_a_repository_is_a_file_with_its_way_and_no_link()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Write("sub/plain.txt", "plain");
        foreach ((string name, string target) in Links) File.CreateSymbolicLink(Path.Combine(repository.Path, name), target);
        string head = repository.Commit("links");
        await using TestWorld world = await StartAsync(repository);
        var repositories = world.Get<IRepositories>();
        string tree = await repositories.CheckoutAsync("late", head);
        foreach ((string name, string target) in Links)
        {
            var file = new FileInfo(Path.Combine(tree, name));
            file.LinkTarget.ShouldBeNull(name);
            (await File.ReadAllTextAsync(file.FullName, TestContext.Current.CancellationToken)).ShouldBe(target);
            if (await repositories.ReadAsync("late", head, name, 100) is { } read) System.Text.Encoding.UTF8.GetString(read).ShouldBe(target);
        }
        Directory.EnumerateFileSystemEntries(tree, "*", SearchOption.AllDirectories).ShouldAllBe(e => new FileInfo(e).LinkTarget == null);
        (await File.ReadAllTextAsync(Path.Combine(tree, "sub", "plain.txt"), TestContext.Current.CancellationToken)).ShouldBe("plain");
    }

    /// <summary>What git itself cannot be talked into writing: trees that name the repository's own folder, a step up, or one place as a link and as a folder.</summary>
    [Fact]
    public async Task A_tree_that_no_git_would_write_is_not_taken()
    {
        using var repository = new TestRepository();
        string before = repository.Write("cairn.yaml", ProjectWorlds.File).Write("a.txt", "/etc").Commit("first");
        await using TestWorld world = await StartAsync(repository);
        var repositories = world.Get<IRepositories>();
        string blob = repository.Git("rev-parse", before + ":a.txt"), file = repository.Git("rev-parse", before + ":cairn.yaml"), inner = Tree(repository, ("100644", "passwd", blob));
        foreach ((string mode, string name) in Odd)
        {
            // A folder of the same name beside the link: what is below it would be written through it.
            (string, string, string)[] entries = [("100644", "cairn.yaml", file), (mode, name, mode == "040000" ? inner : blob), .. name == "sub" ? ((string, string, string)[])[("040000", "sub", inner)] : []];
            string head = repository.Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit-tree", "-m", "odd", "-p", before, Tree(repository, entries));
            repository.Git("update-ref", "refs/heads/main", head);
            (await TakenAsync(repositories, head)).ShouldBeFalse($"{mode} {name}");
        }
        repository.Git("update-ref", "refs/heads/main", before);
        await repositories.FetchAsync("late");
        (await File.ReadAllTextAsync(Path.Combine(await repositories.CheckoutAsync("late", before), "a.txt"), TestContext.Current.CancellationToken)).ShouldBe("/etc");
    }

    private static async Task<bool> TakenAsync(IRepositories repositories, string commit)
    {
        try
        {
            await repositories.FetchAsync("late");
            await repositories.CheckoutAsync("late", commit);
            return true;
        }
        catch (ApiException)
        {
            return false;
        }
    }

    private static string Tree(TestRepository repository, params (string Mode, string Name, string Id)[] entries)
    {
        using var bytes = new MemoryStream();
        foreach ((string mode, string name, string id) in entries)
        {
            bytes.Write(System.Text.Encoding.UTF8.GetBytes($"{mode.TrimStart('0')} {name}\0"));
            bytes.Write(Convert.FromHexString(id));
        }
        var start = new ProcessStartInfo("git", ["-C", repository.Path, "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process git = Process.Start(start)!;
        git.StandardInput.BaseStream.Write(bytes.ToArray());
        git.StandardInput.Close();
        string made = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return made;
    }

    private static async Task<TestWorld> StartAsync(TestRepository repository)
    {
        TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        return world;
    }
}
