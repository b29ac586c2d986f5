using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Packages;

namespace Cairn.Pipelines.Steps;

/// <summary>
/// <c>use: package</c>: builds the project's scoring code from the commit, has its tests pass, and packs it around a model. The manifest in the package says the digest of the
/// assembly, so that the version carries it and no other assembly is loaded for it. The same code and model give the same bytes.
/// </summary>
public sealed class PackageStep : IBuiltInStep
{
    private const string Model = "model.onnx", Folder = "code/";
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Kind => "package";

    public int Run(StepContext context)
    {
        string code = InTree(context, "code"), manifest = InTree(context, "manifest");
        // Below the task's own directory for temporary files, which goes with it.
        string scratch = Directory.CreateTempSubdirectory("package-").FullName, built = Path.Combine(scratch, "built");
        Dotnet(context, "The scoring code does not build", scratch, ["publish", code, "--output", built]);
        string assembly = Path.GetFileName(Directory.GetFiles(built, "*.deps.json").Single())[..^".deps.json".Length] + ".dll";
        if (context.Parameters["tests"] is not null) Dotnet(context, "The tests of the scoring code failed", scratch, ["run", "--project", InTree(context, "tests")]);
        string digest = DigestOf(Path.Combine(built, assembly));
        Pack(context, built, Manifest(manifest, Folder + assembly, digest));
        if (context.Outputs.TryGetValue("report", out string? report)) File.WriteAllText(report, Report(context, built, (assembly, digest)).ToJsonString());
        context.Log.WriteLine($"{assembly} {digest}");
        return 0;
    }

    private static string InTree(StepContext context, string option)
    {
        string name = (string?)context.Parameters[option] ?? throw new StepException($"'package' needs '{option}': a path in the repository.");
        string root = Environment.CurrentDirectory, path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path) ? path : throw new StepException($"'{option}': the file '{name}' is not in the repository.");
    }

    private static void Dotnet(StepContext context, string otherwise, string scratch, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            .. arguments, "--configuration", "Release", "--artifacts-path", Path.Combine(scratch, "artifacts"), "--disable-build-servers", "--property:CairnScoring=" + Path.Combine(AppContext.BaseDirectory, "Cairn.Scoring.dll"),
            // Neither where nor when it was built is to reach the digest.
            "--property:ContinuousIntegrationBuild=true", "--property:IncludeSourceRevisionInInformationalVersion=false", "--property:DebugType=none", $"--property:PathMap={Environment.CurrentDirectory}=/_/",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new StepException($"{otherwise}: 'dotnet {arguments[0]}' ended with {process.ExitCode}; the log of the step says why.");

        void Say(string? line)
        {
            if (line is null) return;
            lock (context) context.Log.WriteLine(line);
        }
    }

    private static string Manifest(string path, string assembly, string digest)
    {
        try
        {
            JsonObject manifest = JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip })?.AsObject() ?? [];
            JsonObject part = manifest["code"] as JsonObject ?? [];
            (part["assembly"], part["model"], part["digest"]) = (assembly, Model, digest);
            manifest["code"] = part.DeepClone();
            return manifest.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StepException("'manifest' is no JSON object; write one with 'inputs' and 'outputs', as the guide of serving shows.", e);
        }
    }

    private static void Pack(StepContext context, string built, string manifest)
    {
        string to = context.Output("model");
        using (ZipArchive archive = ZipFile.Open(to, ZipArchiveMode.Create))
        {
            using (var text = new StreamWriter(Entry(archive, ModelPackage.FileName))) text.Write(manifest);
            foreach (string file in Files(built)) Copy(archive, file, Folder + Path.GetRelativePath(built, file));
            Copy(archive, context.Input("model"), Model);
        }

        try { PackageFile.Read(to); }
        catch (PackageException e) { throw new StepException(e.Message, e); }
    }

    private static IEnumerable<string> Files(string built) => Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static void Copy(ZipArchive archive, string from, string name)
    {
        using Stream to = Entry(archive, name);
        using FileStream file = File.OpenRead(from);
        file.CopyTo(to);
    }

    private static Stream Entry(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }

    private static JsonObject Report(StepContext context, string built, (string Name, string Digest) assembly) => new()
    {
        ["assembly"] = assembly.Name,
        ["digest"] = assembly.Digest,
        ["tests"] = (string?)context.Parameters["tests"],
        ["files"] = new JsonObject(Files(built).Select(f => KeyValuePair.Create(Path.GetRelativePath(built, f), (JsonNode?)DigestOf(f)))),
    };

    private static string DigestOf(string path) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
