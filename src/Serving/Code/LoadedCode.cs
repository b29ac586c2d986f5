using System.Reflection;
using System.Security.Cryptography;
using Cairn.Contracts.Packages;
using Cairn.Scoring;
using Cairn.Serving.Models;

namespace Cairn.Serving.Code;

/// <summary>An instance of a project's scoring code in a context of its own.</summary>
internal sealed class LoadedCode : IDisposable
{
    private CodeContext? _context;
    private IScoringCode? _code;

    private LoadedCode(CodeContext context, IScoringCode code, string digest) => (_context, _code, Digest, Type) = (context, code, digest, code.GetType().FullName!);

    /// <summary>Of the assembly's file.</summary>
    public string Digest { get; }

    public string Type { get; }

    public static LoadedCode Load(CodePart part, string folder)
    {
        string path = Path.Combine(folder, part.Assembly);
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        if (part.Digest is { } said && said != digest) throw new ModelFault("The assembly in the package is not the one that its manifest names; build the package again.");
        var context = new CodeContext(Path.GetDirectoryName(path)!);
        try { return new LoadedCode(context, Make(context.LoadFromAssemblyPath(path), part.Type), digest); }
        catch (Exception e)
        {
            context.Unload();
            // The fault outlives the context: nothing of the code's own may hang on it.
            throw e is ModelFault ? e : new ModelFault($"The scoring code cannot be loaded: {(e is TargetInvocationException { InnerException: { } inner } ? "its constructor threw " + inner.GetType().Name : e.Message)}.");
        }
    }

    /// <summary>One of the code's steps; whatever it throws becomes a failure without its words, which may hold what was sent.</summary>
    public ScoringRows Before(ScoringRows inputs) => Guarded(nameof(IScoringCode.Before), code => code.Before(inputs));

    /// <inheritdoc cref="Before"/>
    public ScoringRows After(ScoringRows inputs, ScoringRows outputs) => Guarded(nameof(IScoringCode.After), code => code.After(inputs, outputs));

    public void Dispose()
    {
        try { (_code as IDisposable)?.Dispose(); }
        catch (Exception)
        {
            // It goes in any case.
        }

        _code = null;
        Interlocked.Exchange(ref _context, null)?.Unload();
    }

    private static IScoringCode Make(Assembly assembly, string? name)
    {
        Type[] found = [.. assembly.GetExportedTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(IScoringCode).IsAssignableFrom(t) && (name is null || t.FullName == name))];
        if (found is not [Type type]) throw new ModelFault(name is null
            ? $"The assembly has {found.Length} public classes that implement IScoringCode; name one by 'code.type'."
            : $"The assembly has no public class '{name}' that implements IScoringCode.");
        if (type.GetConstructor([]) is null) throw new ModelFault($"'{type.FullName}' has no public constructor without parameters.");
        return (IScoringCode)Activator.CreateInstance(type)!;
    }

    private ScoringRows Guarded(string step, Func<IScoringCode, ScoringRows> run)
    {
        try { return run(_code!) ?? throw new ModelFailure($"The scoring code's {step} gave nothing."); }
        catch (Exception e) when (e is not ModelFailure)
        {
            throw new ModelFailure($"The scoring code's {step} threw {e.GetType().FullName}.", e is ArgumentException ? 400 : 500);
        }
    }
}
