namespace Cairn.Endpoints;

/// <summary>Checked model files, as the runtime opens them: by path.</summary>
public interface IModelFiles
{
    /// <summary>A private, read-only file of that digest: a graph, a model as XGBoost saves it, or a package.</summary>
    /// <exception cref="Onnx.OnnxFormatException">The file is broken or not accepted.</exception>
    /// <exception cref="Contracts.Packages.PackageException">The package's manifest is wrong.</exception>
    /// <exception cref="FileNotFoundException">There is no such artifact.</exception>
    Task<string> PathAsync(string digest, CancellationToken cancellation = default);
}
