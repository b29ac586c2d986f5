using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Projects.Checks;
using Cairn.Contracts.Projects.Keys;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects;

/// <summary>Bytes to tree, tree to records by the tables of keys, records to a checked file.</summary>
internal static class ProjectFileReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ProjectFileResult Read(ReadOnlySpan<byte> utf8, string fileName)
    {
        var digest = Digest(utf8);
        if (utf8.Length > ProjectFile.MaxBytes)
        {
            return Refused(fileName, digest, $"larger than {ProjectFile.MaxBytes} bytes");
        }

        try
        {
            var text = Strict.GetString(utf8);
            return Read(text.StartsWith('\uFEFF') ? text[1..] : text, fileName, digest);
        }
        catch (DecoderFallbackException)
        {
            return Refused(fileName, digest, "not UTF-8 text; save the file as UTF-8");
        }
    }

    public static ProjectFileResult Read(string text, string fileName, bool recalled = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var utf8 = Encoding.UTF8.GetBytes(text);
        return utf8.Length > ProjectFile.MaxBytes
            ? Refused(fileName, Digest(utf8), $"larger than {ProjectFile.MaxBytes} bytes")
            : Read(text, fileName, Digest(utf8), recalled);
    }

    private static ProjectFileResult Read(string text, string fileName, string digest, bool recalled = false)
    {
        var context = new ReadContext(fileName, text) { IsRecalled = recalled };
        var file = YamlTree.Read(text, context) is { } root ? Build(root, context) : null;
        return new ProjectFileResult(context.FaultCount == 0 ? file! with { Digest = digest } : null, context.Faults, digest)
        {
            Places = context.Places(),
            FileName = fileName,
        };
    }

    private static ProjectFile? Build(YamlNode root, ReadContext context)
    {
        context.ScanEnvironments(root);
        if (!FileKeys.Shape.TryRead(root, "", context, out var file))
        {
            return null;
        }

        file = ParamsCheck.Resolve(file, context);
        FileChecks.Run(file, context);
        return context.FaultCount > 0 || file.Features.Count == 0 ? file : file with { Steps = WithFeatures(file) };
    }

    private static ReadOnlyDictionary<string, Step> WithFeatures(ProjectFile file)
    {
        var steps = new OrderedDictionary<string, Step>(StringComparer.Ordinal);
        foreach (var view in file.Features.Values)
        {
            steps[view.Name] = view.AsStep(file.Data);
        }

        foreach (var (name, step) in file.Steps)
        {
            steps[name] = step;
        }

        return new(steps);
    }

    private static ProjectFileResult Refused(string fileName, string digest, string message) =>
        new(null, [new FileFault(fileName, 1, 1, "", message)], digest) { FileName = fileName };

    private static string Digest(ReadOnlySpan<byte> utf8) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(utf8));
}
