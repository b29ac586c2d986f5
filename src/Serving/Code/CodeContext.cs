using System.Reflection;
using System.Runtime.Loader;

namespace Cairn.Serving.Code;

/// <summary>Where a version's scoring code lives, apart from that of any other version; it is unloaded with it. Assemblies beside it are its own, save the interface.</summary>
internal sealed class CodeContext(string folder) : AssemblyLoadContext(isCollectible: true)
{
    private static readonly string Interface = typeof(Cairn.Scoring.IScoringCode).Assembly.GetName().Name!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Interface) return typeof(Cairn.Scoring.IScoringCode).Assembly;
        string beside = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }
}
