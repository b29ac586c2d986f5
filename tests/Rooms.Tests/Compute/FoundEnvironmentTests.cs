using System.Text.Json.Nodes;
using Cairn.Compute.Environments;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>The text of what a task ran in is made once for the same machine, image and interpreters.</summary>
public sealed class FoundEnvironmentTests
{
    private static readonly Dictionary<string, string> System = new(StringComparer.Ordinal) { ["libc6"] = "2.36" };

    private readonly FoundEnvironment _found = new();

    [Fact]
    public void The_same_is_the_same_object()
    {
        Installed python = Python("2.3");
        string first = _found.Text(System, "image:1", [("python3", python)]);
        _found.Text(System, null, []);
        _found.Text(System, "image:1", [("python3", python)]).ShouldBeSameAs(first);
        JsonNode.Parse(first)!.AsObject().Select(p => p.Key).ShouldBe(["machine", "image", "python3"]);
        (JsonNode.Parse(first)!["machine"]!["system_packages"]!["packages"].Text("libc6"), JsonNode.Parse(first)!["python3"]!["packages"].Text("numpy")).ShouldBe(("2.36", "2.3"));
    }

    [Fact]
    public void What_differs_is_told_anew()
    {
        Installed python = Python("2.3");
        string[] texts =
        [
            _found.Text(System, null, []), _found.Text(null, null, []), _found.Text(new Dictionary<string, string>(StringComparer.Ordinal) { ["libc6"] = "2.37" }, null, []), _found.Text(System, "image:1", []),
            _found.Text(System, "image:2", []), _found.Text(System, null, [("python3", python)]), _found.Text(System, null, [("python", python)]), _found.Text(System, null, [("python3", Python("2.4"))]),
        ];
        texts.ShouldBeUnique();
        // And again, when the older are known.
        _found.Text(System, null, [("python3", Python("2.5"))]).ShouldContain("2.5");
        _found.Text(new Dictionary<string, string>(StringComparer.Ordinal) { ["libc6"] = "2.38" }, null, []).ShouldContain("2.38");
    }

    [Fact]
    public void Many_kinds_at_once_each_get_their_own()
    {
        Installed[] all = [.. Enumerable.Range(0, 40).Select(i => Python($"0.{i}"))];
        Parallel.For(0, 4000, i => _found.Text(System, null, [("python3", all[i % 40])]).ShouldContain($"\"0.{i % 40}\""));
    }

    private static Installed Python(string numpy) => Installed.Read(["3.11", $"numpy=={numpy}"], LockedPackages.Plain);
}
