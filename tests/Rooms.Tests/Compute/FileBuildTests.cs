using System.Text;
using Cairn.Compute;
using Cairn.Compute.Environments.Builds;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>Builds of single C# files: by what they are told from each other, and how they are kept.</summary>
public sealed class FileBuildTests : IDisposable
{
    private const string Mark = "aaaa";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-builds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_build_is_laid_out_where_it_is_wanted_with_its_places_changed()
    {
        var shelf = new BuildShelf(Path.Combine(_folder, "shelf"));
        shelf.Keep("k", Built("/old/t1"), "/old/t1", Mark, ["./"]);
        string to = Path.Combine(_folder, "to");
        KeptBuild laid = shelf.Lay("k", to, "/new/t2", "bbbb").ShouldNotBeNull();
        laid.Opened.ShouldBe(["./"]);
        File.ReadAllText(Path.Combine(to, "success.cache")).ShouldBe("/new/t2/home/x-bbbb");
        File.ReadAllBytes(Path.Combine(to, "bin", "x")).ShouldBe("\0/old/t1"u8.ToArray(), "a program is left as it is");
        File.GetUnixFileMode(Path.Combine(to, "bin", "x")).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
        Directory.GetFiles(to, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).Distinct().Count().ShouldBe(1);
        shelf.Lay("other", to, "/new/t2", "bbbb").ShouldBeNull();
    }

    [Theory]
    [InlineData("bin/x", "spoiled")]
    [InlineData("made.json", "")]
    [InlineData("made.json", null)]
    [InlineData("success.cache", null)]
    public void One_that_is_not_whole_is_none_and_makes_room_for_another(string file, string? text)
    {
        var shelf = new BuildShelf(Path.Combine(_folder, "shelf"));
        shelf.Keep("k", Built("/old/t1"), "/old/t1", Mark, []);
        string path = Path.Combine(_folder, "shelf", "k", file), to = Path.Combine(_folder, "to");
        if (text is null) File.Delete(path);
        else File.WriteAllText(path, text);
        shelf.Lay("k", to, "/new/t2", "bbbb").ShouldBeNull();
        Directory.Exists(to).ShouldBeFalse();
        shelf.Keep("k", Built("/old/t3"), "/old/t3", Mark, []);
        shelf.Lay("k", to, "/new/t2", "bbbb").ShouldNotBeNull();
        Directory.GetDirectories(Path.Combine(_folder, "shelf")).Select(Path.GetFileName).ShouldBe(["k"]);
    }

    [Fact]
    public void Of_many_at_once_one_is_kept_whole_and_all_find_it()
    {
        var shelf = new BuildShelf(Path.Combine(_folder, "shelf"));
        string from = Built("/old/t1");
        Parallel.For(0, 16, i =>
        {
            shelf.Keep("k", from, "/old/t1", Mark, []);
            shelf.Lay("k", Path.Combine(_folder, $"to{i}"), $"/new/{i}", "bbbb").ShouldNotBeNull();
        });
        Directory.GetDirectories(Path.Combine(_folder, "shelf")).Select(Path.GetFileName).ShouldBe(["k"]);
    }

    [Fact]
    public void Those_used_last_stay()
    {
        var shelf = new BuildShelf(Path.Combine(_folder, "shelf"));
        string from = Built("/old/t1");
        for (int i = 0; i < 50; i++) shelf.Keep($"k{i}", from, "/old/t1", Mark, []);
        foreach (string kept in Directory.GetDirectories(Path.Combine(_folder, "shelf"))) Directory.SetLastWriteTimeUtc(kept, DateTime.UnixEpoch);
        shelf.Lay("k0", Path.Combine(_folder, "to"), "/new/t2", "bbbb").ShouldNotBeNull();
        shelf.Keep("newest", from, "/old/t1", Mark, []);
        string[] left = [.. Directory.GetDirectories(Path.Combine(_folder, "shelf")).Select(f => Path.GetFileName(f))];
        left.Length.ShouldBe(50);
        left.ShouldContain("k0");
        left.ShouldContain("newest");
    }

    [Fact]
    public void What_holds_links_is_not_kept()
    {
        var shelf = new BuildShelf(Path.Combine(_folder, "shelf"));
        string from = Built("/old/t1");
        File.CreateSymbolicLink(Path.Combine(from, "link"), "/etc/passwd");
        shelf.Keep("k", from, "/old/t1", Mark, []);
        Directory.GetDirectories(Path.Combine(_folder, "shelf")).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_stands_alone_is_told_by_itself_and_what_it_is_built_with()
    {
        BuildKey key = Key("a").ShouldNotBeNull();
        key.IsAlone.ShouldBeTrue();
        Write("a", "other.txt", "no matter");
        Key("a").ShouldBe(key);
        Key("b").ShouldBe(key, "in another place");
        Key("a", variables: ("CAIRN_ITEM", "3")).ShouldBe(key);
        Key("a", "Console.WriteLine(2);").ShouldNotBe(key);
        Key("a", variables: ("DefineConstants", "LOUD")).ShouldNotBe(key);
        Key("a", "#:package Some@1.0.0\nConsole.WriteLine(1);").ShouldNotBeNull();
    }

    [Fact]
    public void Where_the_tree_says_how_to_build_all_of_it_counts()
    {
        BuildKey alone = Key("a")!;
        Write("a", "Directory.Build.props", "<Project />");
        BuildKey key = Key("a").ShouldNotBeNull();
        (key == alone, key.IsAlone).ShouldBe((false, false));
        Write("a", "lib/other.cs", "class Other;");
        Key("a").ShouldNotBe(key);
        Write("a", "steps/NuGet.Config", "$(CAIRN_ITEM)");
        Key("a").ShouldBeNull("it builds differently for each item");
    }

    [Theory]
    [InlineData("#:project ../lib")]
    [InlineData("#:package Some@*")]
    [InlineData("#:property A=$(CAIRN_ITEM)")]
    [InlineData("string Here([CallerFilePath] string path = \"\") => path;")]
    public void What_may_be_another_each_time_is_built_each_time(string text) => Key("a", text).ShouldBeNull();

    [Theory]
    [InlineData("dotnet run steps/count.cs -- 3", "steps/count.cs")]
    [InlineData("cd x && (dotnet run './steps/count.cs'; dotnet run steps/count.cs)", "steps/count.cs")]
    [InlineData("dotnet run steps/none.cs ../a/steps/count.cs /steps/count.cs", "")]
    public void Files_are_those_that_a_command_names_and_that_are_there(string line, string names)
    {
        Write("a", "steps/count.cs", "");
        string.Join(' ', CSharpFile.NamedBy(["/bin/sh", "-c", line], Path.Combine(_folder, "a", "work")).Select(f => f.Name)).ShouldBe(names);
    }

    private BuildKey? Key(string place, string text = "Console.WriteLine(1);", params (string Name, string Value)[] variables)
    {
        Write(place, "steps/count.cs", text);
        var scratch = new Scratch(Path.Combine(_folder, place));
        var task = new ComputeTask("t", "lab", ["/bin/sh", "-c", "dotnet run steps/count.cs"]) { Environment = variables.ToDictionary(v => v.Name, v => v.Value) };
        return BuildKey.Of(new CSharpFile(scratch.Work, "steps/count.cs"), new PreparedTask(task, scratch, "", scratch.Environment(task, new ComputeOptions())));
    }

    private void Write(string place, string name, string text)
    {
        string path = Path.Combine(_folder, place, "work", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>A folder as the SDK leaves it: text that names places, and a program.</summary>
    private string Built(string root)
    {
        string folder = Path.Combine(_folder, "built");
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        File.WriteAllText(Path.Combine(folder, "success.cache"), $"{root}/home/x-{Mark}");
        File.WriteAllBytes(Path.Combine(folder, "bin", "x"), Encoding.UTF8.GetBytes($"\0{root}"));
        File.SetUnixFileMode(Path.Combine(folder, "bin", "x"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
