using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cairn.Cli.Tests.Clients;

/// <summary>Source that is compiled as an application would, warnings as errors, and loaded.</summary>
internal static class Compiled
{
    public static Assembly Of(string source)
    {
        MetadataReference[] framework = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p))];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error);
        CSharpCompilation made = CSharpCompilation.Create("client", [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10))], framework, options);
        using var bytes = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = made.Emit(bytes);
        result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        bytes.Position = 0;
        return new AssemblyLoadContext("client", isCollectible: true).LoadFromStream(bytes);
    }
}
