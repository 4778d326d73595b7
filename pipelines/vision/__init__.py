"""Small networks that classify pictures: files that run, how they were made, how long they take.

`networks.json` beside the files says what each is and how right it was when it was made,
`profile.json` how long batches took on the machine that is named there. Both files and figures are
written by `python -m pipelines.vision.making`, which needs torch and onnx; running needs neither.
"""
