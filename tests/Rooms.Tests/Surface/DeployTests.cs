using System.Reflection;
using System.Text.RegularExpressions;
using Cairn.Contracts.Enrolment;
using Cairn.Server;
using YamlDotNet.RepresentationModel;

namespace Cairn.Rooms.Tests.Surface;

/// <summary>What <c>deploy/</c> says of the tree and of our own programs is so; whether an image comes of it, only a build tells.</summary>
public sealed partial class DeployTests
{
    private static readonly string Root = typeof(DeployTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
    private static readonly string[] Instructions = ["ARG", "FROM", "RUN", "COPY", "USER", "VOLUME", "ENV", "ENTRYPOINT", "CMD"];

    [Fact]
    public void The_image_copies_what_is_there_and_starts_the_server_as_it_likes()
    {
        string[][] lines = [.. Joined().Replace(File.ReadAllText(Path.Combine(Root, "deploy", "Containerfile")), " ").Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ', 2))];
        lines.Select(l => l[0]).Except(Instructions).ShouldBeEmpty();
        lines[1][0].ShouldBe("FROM", "nothing but an argument may stand before it");
        foreach (string[] copied in lines.Where(l => l[0] == "COPY").Select(l => l[1].Split(' ')))
        {
            copied.Length.ShouldBe(2);
            Path.Exists(Path.Combine(Root, copied[0])).ShouldBeTrue(copied[0]);
        }
        string[] entry = Words(lines.Single(l => l[0] == "ENTRYPOINT")[1]), arguments = Words(lines.Single(l => l[0] == "CMD")[1]);
        File.Exists(Path.Combine(Root, Path.GetRelativePath("/opt/cairn", entry.Single()))).ShouldBeTrue();
        arguments[0].ShouldBe("up");
        ServerOptions.Parse(arguments[1..]).Platform.DataDirectory.ShouldBe(lines.Single(l => l[0] == "VOLUME")[1]);
        lines.Single(l => l[0] == "USER")[1].ShouldBe("7337:7337");
    }

    [Fact]
    public void What_git_leaves_out_the_image_leaves_out()
    {
        string[] left = [.. File.ReadAllLines(Path.Combine(Root, ".dockerignore")).Select(Plain)];
        File.ReadAllLines(Path.Combine(Root, ".gitignore")).Where(l => !l.Contains('*', StringComparison.Ordinal)).Select(Plain).Except(left).ShouldBeEmpty();
        static string Plain(string line) => line.Replace("**/", "", StringComparison.Ordinal).Trim('/');
    }

    [Fact]
    public void The_manifests_hang_together_and_say_what_our_programs_take()
    {
        using var text = new StringReader(File.ReadAllText(Path.Combine(Root, "deploy", "kubernetes.yaml")));
        var stream = new YamlStream();
        stream.Load(text);
        YamlMappingNode[] all = [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
        all.Select(d => $"{d["kind"]} {d["metadata"]["name"]}").ShouldBeUnique();
        string[] Named(string kind) => [.. all.Where(d => (string)d["kind"]! == kind).Select(d => (string)d["metadata"]["name"]!)];
        YamlNode[] pods = [.. all.Where(d => (string)d["kind"]! == "StatefulSet").Select(d => d["spec"]["template"]["spec"])];
        YamlNode[] containers = [.. pods.SelectMany(p => (YamlSequenceNode)p["containers"])];
        string[] Arguments(string container) => [.. ((YamlSequenceNode)containers.Single(c => (string)c["name"]! == container)["args"]).Select(a => (string)a!)];
        Arguments("cairn")[0].ShouldBe("up");
        ServerOptions.Parse(Arguments("cairn")[1..]).Port.ShouldBe(7337);
        string reference = File.ReadAllText(Path.Combine(Root, "docs", "reference", "cli.md"));
        string serve = reference[reference.IndexOf("cairn serve [options]", StringComparison.Ordinal)..];
        foreach (string flag in Arguments("copy").Where(a => a.StartsWith("--", StringComparison.Ordinal))) serve.ShouldContain($"  {flag} ");
        // Every selector finds its pods, every volume its claim or map.
        string[] labels = [.. all.Where(d => (string)d["kind"]! == "StatefulSet").Select(d => (string)d["spec"]["template"]["metadata"]["labels"]["app"]!)];
        all.Where(d => (string)d["kind"]! == "Service").Select(d => (string)d["spec"]["selector"]["app"]!).ShouldBe(labels);
        Named("PersistentVolumeClaim").ShouldContain((string)pods[0]["volumes"][2]["persistentVolumeClaim"]["claimName"]!);
        // What jobs are given is what the server was enrolled with, and what it asks of the cluster is what it may.
        YamlNode map = all.Single(d => (string)d["kind"]! == "ConfigMap");
        (IReadOnlyList<EnrolledTarget> targets, var faults) = EnrolmentFile.Parse((string)map["data"]["compute.yaml"]!, "compute.yaml");
        faults.ShouldBeEmpty();
        KubernetesTarget target = targets.Single().Kubernetes!;
        Named("PersistentVolumeClaim").ShouldContain(target.Volume);
        target.Image.ShouldBe((string)containers[0]["image"]!);
        ((YamlSequenceNode)containers[0]["volumeMounts"]).Select(m => (string)m["mountPath"]!).ShouldContain(target.Workdir);
        YamlSequenceNode rules = (YamlSequenceNode)all.Single(d => (string)d["kind"]! == "Role")["rules"];
        rules.Select(r => $"{r["resources"][0]}: {string.Join(' ', ((YamlSequenceNode)r["verbs"]).Select(v => (string)v!))}").ShouldBe(["jobs: create get list delete", "pods: get list watch"]);
    }

    private static string[] Words(string array) => System.Text.Json.JsonSerializer.Deserialize<string[]>(array)!;

    [GeneratedRegex(@"\s*\\\n\s*", RegexOptions.NonBacktracking)]
    private static partial Regex Joined();
}
