using System.Security.Cryptography;
using Cairn.Contracts.Packages;
using Cairn.OnnxRuntime;
using Cairn.Serving.Packages;

namespace Cairn.Serving.Models;

/// <summary>Opens a version's file after comparing its digest, whatever kind it is of.</summary>
internal sealed class ModelLoader(PackageLoader packages)
{
    /// <param name="member">Loads, or finds, a member of an ensemble; held for the caller.</param>
    /// <exception cref="ModelFault">Why it cannot be served.</exception>
    public LoadedModel Load(ModelRef file, Func<ModelRef, LoadedModel> member)
    {
        try
        {
            Compare(file);
            return PackageFile.Is(file.Path) ? packages.Load(file, member) : LoadFile(file.Path, file.Digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new ModelFault("The model file cannot be read.", e); }
    }

    /// <summary>A file of ONNX or XGBoost.</summary>
    public static LoadedModel LoadFile(string path, string digest)
    {
        try
        {
            bool trees;
            using (FileStream file = File.OpenRead(path)) trees = XgBoostFile.Is(file);
            return trees ? GraphModel.OfTrees(path, digest) : GraphModel.OfGraph(path, digest);
        }
        catch (OnnxException e) { throw new ModelFault($"ONNX Runtime does not load the model: {e.Message}"); }
    }

    private static void Compare(ModelRef of)
    {
        using FileStream file = File.OpenRead(of.Path);
        if ("sha256:" + Convert.ToHexStringLower(SHA256.HashData(file)) != of.Digest) throw new ModelFault("The model file differs from its digest; publish the version again.");
    }
}
