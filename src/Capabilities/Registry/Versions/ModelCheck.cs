using System.Text.Json.Nodes;
using Cairn.Contracts.Packages;
using Cairn.Onnx;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;

namespace Cairn.Registry.Versions;

/// <summary>Looks at a model file before it may become a version.</summary>
internal sealed class ModelCheck(IArtifactStore artifacts, EnsembleCheck ensembles)
{
    /// <summary>Size and signature of the file; the signature is empty for other formats than ONNX and packages.</summary>
    /// <exception cref="ApiException">The content is not stored, or is no sound ONNX model or package.</exception>
    public async Task<(long Size, string SignatureJson)> CheckAsync(string digest, string format, CancellationToken cancellation)
    {
        if (!Digest.IsDigest(digest)) throw ApiException.Invalid("digest", "'digest' must be 'sha256:' and 64 hex digits.");
        if (!await artifacts.ExistsAsync(digest, cancellation)) throw ApiException.Invalid("digest", "No content with this digest is stored.", "Upload the file itself.");
        string path = await artifacts.PathAsync(digest, cancellation);
        long size = new FileInfo(path).Length;
        if (PackageFile.Is(path)) return (size, await PackageAsync(path, format, cancellation));
        return format == "onnx" ? (size, Signature(path)) : (size, "{}");
    }

    /// <summary>An archive without a manifest is a file as any other, unless it is said to be a model that serves.</summary>
    private async Task<string> PackageAsync(string path, string format, CancellationToken cancellation)
    {
        try
        {
            ModelPackage package = PackageFile.Read(path);
            if (package.Ensemble is not null) await ensembles.CheckAsync(package, cancellation);
            return PackageSignature.Of(package);
        }
        catch (PackageException) when (format is not ("zip" or "onnx"))
        {
            return "{}";
        }
        catch (PackageException e)
        {
            throw new ApiException(422, "model-refused", $"The package is refused: {e.Message}") { Field = "model", Mend = $"Mend {ModelPackage.FileName} and pack the archive again." };
        }
    }

    private static string Signature(string path)
    {
        try
        {
            OnnxFileInfo info = OnnxFile.Check(path);
            if (info.ExternalFiles.Count > 0) throw Refused("It keeps weights in other files; a version is one file.");
            return new JsonObject { ["inputs"] = Ports(info.Inputs), ["outputs"] = Ports(info.Outputs) }.ToJsonString();
        }
        catch (OnnxFormatException e)
        {
            throw Refused(e.Message);
        }
    }

    private static ApiException Refused(string reason) => new(422, "model-refused", $"The model is refused: {reason}") { Field = "model", Mend = "Export it again as one self-contained ONNX file." };

    private static JsonArray Ports(IReadOnlyList<OnnxFilePort> ports) => new([.. ports.Select(p => (JsonNode)new JsonObject
    {
        ["name"] = p.Name,
        ["type"] = p.Type.ToString().ToLowerInvariant(),
        ["shape"] = p.Shape is null ? null : new JsonArray([.. p.Shape.Select(d => (JsonNode)d)]),
    })]);
}
