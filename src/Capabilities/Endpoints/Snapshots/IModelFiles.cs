namespace Cairn.Endpoints;

/// <summary>Checked model files, as the runtime opens them: by path.</summary>
public interface IModelFiles
{
    /// <summary>A private, read-only <c>.onnx</c> file of that digest.</summary>
    /// <exception cref="Onnx.OnnxFormatException">The file is broken or not accepted.</exception>
    /// <exception cref="FileNotFoundException">There is no such artifact.</exception>
    Task<string> PathAsync(string digest, CancellationToken cancellation = default);
}
